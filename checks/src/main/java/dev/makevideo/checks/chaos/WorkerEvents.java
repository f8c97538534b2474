package dev.makevideo.checks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the workers' logs tell: which activities were started, and which segments encoded. */
final class WorkerEvents {
  private final Rig rig;
  private final ObjectMapper json = new ObjectMapper();

  WorkerEvents(Rig rig) {
    this.rig = rig;
  }

  /** How many encodes were begun. */
  int begun() throws IOException {
    return segments().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many encodes were of a segment that had been begun before. */
  int repeated() throws IOException {
    return segments().values().stream().mapToInt(count -> count - 1).sum();
  }

  /** How often each window of a narration, by its number, was begun in all jobs together. */
  Map<String, Integer> windows() throws IOException {
    return counts("window transcription started", event -> event.path("window").asText());
  }

  /** Whether an activity of the job with this correlation id has been started. */
  boolean started(String activity, String correlation) throws IOException {
    for (Path log : rig.logs()) {
      for (String line : Files.readString(log).split("\n")) {
        if (line.contains("\"activity started\"")
            && line.contains("\"operation\":\"" + activity + "\"")
            && line.contains("\"correlation_id\":\"" + correlation + "\"")) {
          return true;
        }
      }
    }
    return false;
  }

  private Map<String, Integer> segments() throws IOException {
    return counts(
        "segment encode started",
        event -> event.path("job_id").asText() + "/" + event.path("segment").asText());
  }

  private Map<String, Integer> counts(String message, Function<JsonNode, String> key)
      throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (Path log : rig.logs()) {
      for (String line : Files.readString(log).split("\n")) {
        if (line.contains('"' + message + '"')) {
          counts.merge(key.apply(json.readTree(line)), 1, Integer::sum);
        }
      }
    }
    return counts;
  }
}
