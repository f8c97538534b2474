package dev.makevideo.checks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the workers' logs tell: which activities were started, and which segments encoded. */
final class WorkerEvents {
  private final Rig rig;
  private final ObjectMapper json = new ObjectMapper();

  WorkerEvents(Rig rig) {
    this.rig = rig;
  }

  /** How many encodes were begun. */
  int begun() throws IOException {
    return counts().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many encodes were of a segment that had been begun before. */
  int repeated() throws IOException {
    return counts().values().stream().mapToInt(count -> count - 1).sum();
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

  private Map<String, Integer> counts() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (Path log : rig.logs()) {
      for (String line : Files.readString(log).split("\n")) {
        if (line.contains("\"segment encode started\"")) {
          JsonNode event = json.readTree(line);
          counts.merge(
              event.path("job_id").asText() + "/" + event.path("segment").asText(),
              1,
              Integer::sum);
        }
      }
    }
    return counts;
  }
}
