package dev.makevideo.workflows.progress;

import java.time.Instant;
import java.util.List;

/**
 * A job waits until a person has looked at what it has chosen.
 *
 * @param of what is to be looked at: {@code clips}, {@code captions}
 * @param until when it gives up waiting
 */
public record ApprovalWait(List<String> of, Instant until) {
  public ApprovalWait {
    of = List.copyOf(of);
  }
}
