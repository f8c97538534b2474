/**
 * The order of a job's work, its waits, and what happens when something fails. No input or output,
 * no clock of the host: it is replayed.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.pipeline;
