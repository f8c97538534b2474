/**
 * What a file says it is, read from its first bytes, and the two ways in which it cannot be used:
 * by its own fault or by this host's. Starts no program.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.media;
