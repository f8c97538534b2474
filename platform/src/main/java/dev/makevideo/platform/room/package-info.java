/** How much disk and memory this host has left. It decides nothing. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.room;
