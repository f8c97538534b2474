/** A cache that all processes share. It fails open. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.cache;
