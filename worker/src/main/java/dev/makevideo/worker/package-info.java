/**
 * The worker process: which activities it runs, on which queues, with how many slots, and how it
 * stops.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.worker;
