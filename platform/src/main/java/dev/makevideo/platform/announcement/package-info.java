/** What each worker tells of itself, for the health of all: in the shared cache, for a minute. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.announcement;
