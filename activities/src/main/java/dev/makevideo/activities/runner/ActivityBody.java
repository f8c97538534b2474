package dev.makevideo.activities.runner;

import dev.makevideo.platform.media.MediaUnusableException;
import java.io.IOException;

/** What an activity does, and nothing else. It throws what it meets: the runner translates. */
@FunctionalInterface
public interface ActivityBody<T> {
  /**
   * Does the work of one attempt.
   *
   * @throws MediaUnusableException if the narration cannot be used; a clip that cannot is a result
   */
  T run(RunningActivity activity) throws MediaUnusableException, IOException, InterruptedException;
}
