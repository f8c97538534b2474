package dev.makevideo.workflows.job;

import java.time.Instant;

/**
 * Something that happened in a job.
 *
 * @param number counts from 1 without gaps, and those of a later run of the job by retry are
 *     higher; a client that missed some asks for those after the last it saw
 * @param type one word for programs, such as {@code stage_completed}
 * @param message one sentence for people
 */
public record JobEvent(long number, Instant at, String type, String message) {}
