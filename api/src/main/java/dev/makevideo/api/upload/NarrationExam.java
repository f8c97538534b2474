package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Whether a file can be a narration, or music under one, whichever way it came. Thread-safe. */
public final class NarrationExam {
  private final NarrationProbe probe;

  public NarrationExam(NarrationProbe probe) {
    this.probe = probe;
  }

  /**
   * Its kind, by its first bytes.
   *
   * @param field what to call it in a refusal
   * @throws ProblemException with 415 if it is of another kind than those that are allowed
   */
  public NarrationProbe.Kind kind(Path audio, String field) throws IOException {
    NarrationProbe.Kind kind = probe.kind(audio);
    if (!kind.allowed()) {
      throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA,
              field
                  + " is "
                  + kind.found()
                  + " by its first bytes; allowed: "
                  + MediaType.narrationTitles()
                  + ".",
              field)
          .withValue(kind.found());
    }
    return kind;
  }

  /**
   * Its length.
   *
   * @param content the file's own
   * @throws ProblemException as {@link #kind}; with 422 if it cannot be played or lasts too long
   */
  public NarrationProbe.Length length(Path audio, ObjectRef content, String field)
      throws IOException {
    NarrationProbe.Length length = music(audio, content, field);
    Duration duration = length.duration();
    if (duration.compareTo(VideoRequest.MAX_NARRATION) > 0) {
      String seconds = duration.toMillis() / 1000.0 + " s";
      throw ProblemException.value(
              field,
              seconds,
              field
                  + " lasts "
                  + seconds
                  + "; allowed: "
                  + VideoRequest.MAX_NARRATION.toSeconds()
                  + " s.")
          .withLimit(VideoRequest.MAX_NARRATION.toSeconds() + " s");
    }
    return length;
  }

  /**
   * The length of music, which may be any: so much of it is played as there is narration.
   *
   * @param content the file's own
   * @throws ProblemException as {@link #kind}; with 422 if it cannot be played
   */
  public NarrationProbe.Length music(Path audio, ObjectRef content, String field)
      throws IOException {
    kind(audio, field);
    NarrationProbe.Length length;
    try {
      length = probe.length(audio, content);
    } catch (UnusableNarrationException e) {
      throw unusable(field, e.reason());
    }
    if (length.duration().isZero() || length.duration().isNegative()) {
      throw unusable(field, "it has no sound");
    }
    return length;
  }

  private static ProblemException unusable(String field, String reason) {
    return new ProblemException(
        ProblemType.MEDIA_UNUSABLE, field + " cannot be used: " + reason + ".", field);
  }
}
