package dev.makevideo.workflows.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTableTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

  private static JobView view(
      JobStatus status, String note, List<ServiceWait> waits, List<JobEvent> events) {
    StageProgress stage =
        new StageProgress(
            Stage.DOWNLOADING_SHORTS,
            status.isFinal() ? StageState.FAILED : StageState.WAITING,
            4,
            10,
            Optional.of(NOON),
            status.isFinal() ? Optional.of(NOON.plusMillis(2_340)) : Optional.empty(),
            Duration.ofSeconds(900),
            note);
    boolean failed = status == JobStatus.FAILED;
    return new JobView(
        status,
        NOON,
        NOON,
        Optional.empty(),
        34,
        Optional.empty(),
        Duration.ofSeconds(840),
        Duration.ofSeconds(12),
        List.of(stage),
        waits,
        3,
        1,
        List.of(),
        events,
        List.of("it says <48695 s>"),
        failed ? Optional.of("too-little-footage") : Optional.empty(),
        failed ? Optional.of("none of 3 can be used") : Optional.empty(),
        Optional.empty());
  }

  /** With every kind of space as a plain one. */
  private static String text(JobView view) {
    return ProgressTable.of(view).replace('\u00a0', ' ');
  }

  @Test
  void tellsStatusWaitsWarningsStagesAndTheLastEventsNewestFirst() {
    ServiceWait wait = new ServiceWait("video-downloader", NOON.plusSeconds(60), "HTTP 429");
    List<JobEvent> events =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> new JobEvent(i, NOON.plusSeconds(i), "tick", "event " + i))
            .toList();
    String text = text(view(JobStatus.RUNNING, "waiting for it", List.of(wait), events));
    assertEquals(
        """
        **running** · 34 % · clips: 3 approved, 1 rejected · worked 12 s of at most 840 s

        **Waiting for video-downloader**, retry at 2026-01-01T12:01:00Z: HTTP 429

        **Warning**: it says \\<48695 s\\>

        | Stage | State | Done | Time | Note |
        |---|---|---|---|---|
        | downloading shorts | waiting | 4 of 10 | since 12:00:00 | waiting for it |

        **Last events**, newest first

        - 12:00:12 · event 12
        - 12:00:11 · event 11
        - 12:00:10 · event 10
        - 12:00:09 · event 9
        - 12:00:08 · event 8
        - 12:00:07 · event 7
        - 12:00:06 · event 6
        - 12:00:05 · event 5
        """,
        text);
  }

  @Test
  void tellsWhyAJobFailedAndHowLongItsStagesTook() {
    String text = text(view(JobStatus.FAILED, "stopped", List.of(), List.of()));
    assertTrue(text.contains("**Failed**: too-little-footage: none of 3 can be used\n"), text);
    assertTrue(text.contains("| downloading shorts | failed | 4 of 10 | 2.3 s | stopped |"), text);
  }

  @Test
  void whatServicesSayHasNoMeaningInMarkdown() {
    String hostile = "a|b\n| c | [x](http://evil) <img src=x> `d` **e** _f_ \\";
    String text =
        ProgressTable.of(
            view(
                JobStatus.RUNNING,
                hostile,
                List.of(new ServiceWait("s", NOON, hostile)),
                List.of(new JobEvent(1, NOON, "t", hostile))));
    String tame =
        "a\\|b \\| c \\| \\[x\\](http://evil) \\<img src=x\\> \\`d\\` \\*\\*e\\*\\* \\_f\\_ \\\\";
    assertEquals(3, text.split(Pattern.quote(tame), -1).length - 1, text);
  }
}
