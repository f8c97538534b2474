package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.temporal.common.Priority;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whose work goes first where work waits for workers. What a worker does already goes on. Temporal
 * keeps the order in each of its task queues (<a
 * href="https://docs.temporal.io/develop/task-queue-priority-fairness">Task Queue Priority and
 * Fairness</a>); a job's activities and its child workflows have the job's.
 */
public enum JobPriority {
  /** Temporal's own default. */
  NORMAL(3),
  HIGH(1),
  /** After everybody else's. */
  LOW(5);

  /** As many bytes as Temporal allows in a key. */
  private static final int LONGEST_KEY = 64;

  private final int key;

  JobPriority(int key) {
    this.key = key;
  }

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label
   */
  @JsonCreator
  public static JobPriority of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("priority is \"" + label + "\""));
  }

  /**
   * What Temporal is told of a job: its priority, and its tenant as the key by which a server with
   * {@code matching.enableFairness} shares its workers among those of one priority.
   */
  public static Priority of(VideoRequest request) {
    Priority.Builder priority =
        Priority.newBuilder().setPriorityKey(request.priority().orElse(NORMAL).key);
    if (request.tenant().getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY) {
      priority.setFairnessKey(request.tenant());
    }
    return priority.build();
  }
}
