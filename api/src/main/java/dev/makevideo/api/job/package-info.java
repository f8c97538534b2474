/**
 * Jobs as resources: submitted, read, listed, cancelled, delivered. Reads from Temporal and the
 * store; does none of a job's work.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.job;
