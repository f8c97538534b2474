/** Lets no more than so many do a thing at once, over all processes. It fails open. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.slot;
