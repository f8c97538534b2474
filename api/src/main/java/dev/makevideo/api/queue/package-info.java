/** What waits and runs on each task queue, for people and for {@code make-video top}. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.queue;
