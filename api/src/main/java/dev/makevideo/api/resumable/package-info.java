/** Files that are uploaded ahead of their job, in pieces if need be, by the tus protocol 1.0.0. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.resumable;
