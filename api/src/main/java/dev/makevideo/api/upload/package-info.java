/** Bodies from strangers: bounded in size, number and time. Does not know what they are for. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.upload;
