/**
 * What a client says to a job and hears from it: the request, its options, the result. Knows
 * neither stages nor Temporal.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.job;
