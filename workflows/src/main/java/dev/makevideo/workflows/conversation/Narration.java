package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.Optional;

/**
 * The narration as far as it is there.
 *
 * @param audio as it was uploaded; absent while it is to be recorded
 * @param duration its counted duration; of one that is to be recorded, the planned one, if said
 */
public record Narration(Optional<ObjectRef> audio, Optional<Duration> duration) {
  /**
   * @throws IllegalArgumentException if one is there that has no duration
   */
  public Narration {
    if (audio.isPresent() && duration.isEmpty()) {
      throw new IllegalArgumentException("the duration of " + audio.get() + " is absent");
    }
  }

  static Narration toBeRecorded(Optional<Duration> planned) {
    return new Narration(Optional.empty(), planned);
  }
}
