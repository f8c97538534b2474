package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.api.http.Json;
import dev.makevideo.workflows.job.Metadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The record is nested, its JSON is not: clients read these names in this order. */
class JobResourceTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void aFullOneIsFlat() {
    JobResource full =
        new JobResource(
            "i",
            "s",
            Optional.of("q"),
            Optional.of(new Metadata(Map.of("m", "n"))),
            new JobResource.Progress(
                7,
                OptionalLong.of(8),
                List.of(
                    new JobResource.StageResource(
                        "a",
                        "running",
                        1,
                        2,
                        50,
                        "n",
                        1,
                        Optional.of("x"),
                        Optional.of(TIME),
                        Optional.empty(),
                        OptionalLong.of(9))),
                List.of(new JobResource.Wait("svc", TIME, "r")),
                new JobResource.Holds(
                    Optional.of(TIME),
                    Optional.of("approval"),
                    Optional.of(new JobResource.Awaited(List.of("clips"), TIME)),
                    Optional.of(2))),
            new JobResource.Clips(
                1,
                2,
                List.of(
                    new JobResource.Rejected(1, "c", "text_found", "m", OptionalDouble.of(0.5))),
                List.of(new JobResource.Tried(1, "c", "rejected", 9))),
            List.of("wa"),
            new JobResource.Times(TIME, Optional.of(TIME), Optional.of(TIME), Optional.of(TIME)),
            new JobResource.Ending(
                Optional.of(new JobResource.Failure("u", "t", "d", "c", true, Optional.of("b"))),
                Optional.of(
                    new JobResource.Result(
                        new JobResource.Video("ab", 3),
                        1.5,
                        -2,
                        3,
                        4,
                        5,
                        Map.of("s", 1L),
                        List.of("w")))),
            JobResource.Origin.of(
                Optional.of(new Lineage("mv-p", List.of("transcribing"), List.of("finalizing")))),
            Optional.of(new JobResource.Timeouts(10, 2)),
            Optional.of("c"),
            "worker",
            Map.of("self", "/x"));
    assertEquals(
        "{\"id\":\"i\",\"status\":\"s\",\"query\":\"q\",\"metadata\":{\"m\":\"n\"},\"percent\":7,\"eta_seconds\":8,\"stages"
            + "\":[{\"stage\":\"a\",\"state\":\"running\",\"done\":1,\"total\":2,\"percent\":50,\"not"
            + "e\":\"n\",\"attempts\":1,\"last_failure\":\"x\",\"started_at\":\"2026-01-02T03:04:"
            + "05.678Z\",\"timeout_seconds\":9}],\"waits\":[{\"service\":\"svc\",\"retry_at\":\"2"
            + "026-01-02T03:04:05.678Z\",\"reason\":\"r\"}],\"paused_since\":\"2026-01-02T03:04:05.678Z\",\"waiting_for\":\"approval\",\"approval\":{\"of\":[\"clips\"],\"until\":\"2026-01-02T03:04:05.678Z\"},\"run\":2,\"approved_count\":1,\"rejected_c"
            + "ount\":2,\"rejected\":[{\"index\":1,\"name\":\"c\",\"reason\":\"text_found\",\"messa"
            + "ge\":\"m\",\"confidence\":0.5}],\"clips\":[{\"index\":1,\"name\":\"c\",\"state\":\"rejected\",\"bytes\":9}],\"warnings\":[\"wa\"],\"created_at\":\"2026-01-02T"
            + "03:04:05.678Z\",\"updated_at\":\"2026-01-02T03:04:05.678Z\",\"completed_at\":"
            + "\"2026-01-02T03:04:05.678Z\",\"expires_at\":\"2026-01-02T03:04:05.678Z\",\"fa"
            + "ilure\":{\"type\":\"u\",\"title\":\"t\",\"detail\":\"d\",\"code\":\"c\",\"retryable\":true,\"stage\":\"b\"},\"result\":{\"video\":{\"sha25"
            + "6\":\"ab\",\"bytes\":3},\"duration_seconds\":1.5,\"drift_millis\":-2,\"segments\""
            + ":3,\"segments_encoded\":4,\"clips_used\":5,\"stage_millis\":{\"s\":1},\"warning"
            + "s\":[\"w\"]},\"parent\":\"mv-p\",\"reused\":[\"transcribing\"],\"remade\":[\"finalizing\"],\"timeouts\":{\"deadline_seconds\":10,\"worked_seconds\":2},\"corre"
            + "lation_id\":\"c\",\"source\":\"worker\",\"links\":{\"self\":\"/x\"}}",
        written(full));
  }

  @Test
  void anAbsentPartLeavesNoTrace() {
    JobResource sparse =
        new JobResource(
            "i",
            "s",
            Optional.empty(),
            Optional.empty(),
            new JobResource.Progress(
                0, OptionalLong.empty(), List.of(), List.of(), JobResource.Holds.NONE),
            new JobResource.Clips(0, 0, List.of(), List.of()),
            List.of(),
            new JobResource.Times(TIME, Optional.empty(), Optional.empty(), Optional.empty()),
            new JobResource.Ending(Optional.empty(), Optional.empty()),
            JobResource.Origin.of(Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            "record",
            Map.of());
    assertEquals(
        "{\"id\":\"i\",\"status\":\"s\",\"percent\":0,\"stages\":[],\"waits\":[],\"approved_co"
            + "unt\":0,\"rejected_count\":0,\"rejected\":[],\"clips\":[],\"warnings\":[],\"created_at\":\"20"
            + "26-01-02T03:04:05.678Z\",\"source\":\"record\",\"links\":{}}",
        written(sparse));
  }

  private static String written(JobResource resource) {
    return new String(new Json().bytes(resource), StandardCharsets.UTF_8);
  }
}
