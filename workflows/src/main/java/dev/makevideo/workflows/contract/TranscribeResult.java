package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.Optional;

/**
 * The outcome of transcription: a transcript, or a service to wait for.
 *
 * @param transcript a JSON object with words and their times
 * @param words how many words it has
 * @param waitFor the service to wait for; what is done already is kept as artifacts
 */
public record TranscribeResult(
    Optional<ObjectRef> transcript, int words, Optional<ServiceWait> waitFor, long ranMillis)
    implements Timed {}
