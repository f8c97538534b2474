package dev.makevideo.workflows.contract;

import java.time.Instant;

/**
 * An external service that must not be called before a given time: its breaker is open, or it asked
 * to be left alone. The activity that met it has ended; the workflow waits on a timer and schedules
 * the rest again, so that no attempt is used up.
 *
 * @param service the service's name, such as {@code video-downloader}
 * @param retryAt when a call may be tried again
 * @param reason what to tell the user, such as {@code circuit open after 5 failures: HTTP 500}
 */
public record ServiceWait(String service, Instant retryAt, String reason) {}
