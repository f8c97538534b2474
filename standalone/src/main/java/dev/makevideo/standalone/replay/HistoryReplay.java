package dev.makevideo.standalone.replay;

import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.conversation.ConversationWorkflowImpl;
import dev.makevideo.workflows.freeing.FreeingWorkflowImpl;
import dev.makevideo.workflows.pipeline.HousekeepingWorkflowImpl;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflowImpl;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job's history from a file, as the Web UI, {@code temporal workflow show --output json} and
 * {@code tctl workflow show --output_filename} write it. Replaying runs the workflow's code alone:
 * no activity, no server, no network. For one thread.
 */
public final class HistoryReplay {
  /** A server ends a workflow whose history has 50 MB; as JSON it is longer. */
  public static final long MOST_BYTES = 256L << 20;

  private static final Set<String> OURS = Set.of("MakeVideo", "Housekeeping", "Freeing");
  private static final Pattern EVENT = Pattern.compile("event (\\d+) of type '([A-Za-z_]+)'");
  private static final int LONGEST = 600;

  /** The default of 1 s would take a saturated host for a deadlock, and the history for unfit. */
  private static final long DEADLOCK_MILLIS = 60_000;

  private final WorkflowExecutionHistory history;

  private HistoryReplay(WorkflowExecutionHistory history) {
    this.history = history;
  }

  /** That a file is no history of a job; the message names the file and says what it is. */
  public static final class NoHistoryException extends IOException {
    private static final long serialVersionUID = 1L;

    NoHistoryException(String message) {
      super(message);
    }
  }

  /**
   * Reads a history.
   *
   * @throws NoHistoryException if it is none of a job's
   * @throws IOException if the file cannot be read
   */
  public static HistoryReplay read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw new NoHistoryException(
          file + " has " + bytes + " bytes; a history has at most " + MOST_BYTES);
    }
    WorkflowExecutionHistory history;
    try {
      String text = Files.readString(file).strip();
      history =
          WorkflowExecutionHistory.fromJson(
              text.startsWith("[") ? "{\"events\":" + text + "}" : text);
    } catch (CharacterCodingException e) {
      throw new NoHistoryException(file + " is not text in UTF-8");
    } catch (RuntimeException e) {
      throw new NoHistoryException(
          file
              + " is not a history: "
              + cut(e.getMessage())
              + "; save one with: temporal workflow show --workflow-id ID --output json");
    }
    String type = type(history);
    if (!OURS.contains(type)) {
      throw new NoHistoryException(
          file
              + (type.isEmpty()
                  ? " does not begin with the start of a workflow"
                  : " is the history of a workflow of type \"" + cut(type) + "\", and no job's"));
    }
    return new HistoryReplay(history);
  }

  private static String type(WorkflowExecutionHistory history) {
    if (history.getEvents().isEmpty()) {
      return "";
    }
    HistoryEvent first = history.getEvents().get(0);
    return first.getWorkflowExecutionStartedEventAttributes().getWorkflowType().getName();
  }

  /** How many events it has. */
  public int events() {
    return history.getEvents().size();
  }

  /**
   * How it went.
   *
   * @param fits whether this version's code does what the history says
   * @param event the number of the first event where they part; 0 where they do not, or where that
   *     is not known
   * @param sentence what happened there; empty if it fits
   */
  public record Verdict(boolean fits, long event, String sentence) {}

  /** Replays it; takes some seconds for a long one. */
  public Verdict run() {
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(TemporalConnection.clientOptions())
                .build())) {
      Worker worker =
          environment.newWorker(
              TaskQueues.LIGHT,
              WorkerOptions.newBuilder()
                  .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
                  .build());
      worker.registerWorkflowImplementationTypes(
          MakeVideoWorkflowImpl.class,
          HousekeepingWorkflowImpl.class,
          FreeingWorkflowImpl.class,
          ConversationWorkflowImpl.class);
      WorkflowReplayer.replayWorkflowExecution(history, worker);
      return new Verdict(true, 0, "");
    } catch (Exception | Error e) {
      return parted(e);
    }
  }

  /** The replayer wraps what the code threw, in a RuntimeException or as text of another error. */
  private static Verdict parted(Throwable error) {
    String sentence = cut(error.getMessage());
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NonDeterministicException) {
        sentence = cut(cause.getMessage());
      }
    }
    Matcher event = EVENT.matcher(sentence);
    return new Verdict(false, event.find() ? Long.parseLong(event.group(1)) : 0, sentence);
  }

  private static String cut(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
