/** Bodies from strangers: bounded in size, number and time. */
@NullMarked
package dev.makevideo.api.upload;

import org.jspecify.annotations.NullMarked;
