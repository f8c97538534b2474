package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Leaves a job's subtitle files beside its video, under the video's name. */
final class SubtitleDownload {
  /** The link of the job, and the suffix of the file. */
  private static final Map<String, String> SUFFIXES = new LinkedHashMap<>();

  static {
    SUFFIXES.put("subtitles_srt", ".srt");
    SUFFIXES.put("subtitles_vtt", ".vtt");
  }

  private SubtitleDownload() {}

  /** Fetches what the job has; files by suffix without its dot. Without a cue there is no file. */
  static Map<String, Path> beside(
      Path video, ReportedJob job, OutputFile target, ServiceClient client)
      throws IOException, InterruptedException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : SUFFIXES.entrySet()) {
      String link = job.json().path("links").path(entry.getKey()).asText("");
      if (link.isEmpty()) {
        continue;
      }
      Path temporary = Files.createTempFile("make-video", entry.getValue());
      try {
        client.fetch(link, temporary);
        if (Files.readString(temporary).contains("-->")) {
          Path written =
              target
                  .beside(video, entry.getValue())
                  .write(
                      job.id(),
                      partial ->
                          Files.copy(
                              temporary,
                              partial,
                              java.nio.file.StandardCopyOption.REPLACE_EXISTING));
          files.put(entry.getValue().substring(1), written);
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    return files;
  }

  /** For {@code --json}. */
  static ObjectNode json(Map<String, Path> files) {
    ObjectNode node = ConsoleCommand.object();
    files.forEach((kind, file) -> node.put(kind, file.toString()));
    return node;
  }
}
