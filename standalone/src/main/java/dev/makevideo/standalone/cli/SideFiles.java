package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Leaves a job's subtitles and credits beside its video, under the video's name. */
final class SideFiles {
  /** The link of the job, and the suffix of the file. */
  private static final Map<String, String> SUFFIXES = new LinkedHashMap<>();

  private static final Map.Entry<String, String> CREDITS = Map.entry("credits", ".credits.txt");

  static {
    SUFFIXES.put("subtitles_srt", ".srt");
    SUFFIXES.put("subtitles_vtt", ".vtt");
  }

  private SideFiles() {}

  /**
   * Fetches what the job has. Without a cue there is no file.
   *
   * @return files by suffix without its dot
   */
  static Map<String, Path> beside(Place place, ServiceClient client)
      throws IOException, InterruptedException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : SUFFIXES.entrySet()) {
      Optional<Path> written =
          fetch(entry, file -> Files.readString(file).contains("-->"), place, client);
      written.ifPresent(file -> files.put(entry.getValue().substring(1), file));
    }
    return files;
  }

  /** Fetches the text that names whose clips are shown, where there is one. */
  static Optional<Path> credits(Place place, ServiceClient client)
      throws IOException, InterruptedException {
    return fetch(CREDITS, file -> true, place, client);
  }

  /**
   * Beside which file they go.
   *
   * @param target of the video
   * @param tell is told of waits
   */
  record Place(Path video, ReportedJob job, OutputFile target, Consumer<String> tell) {}

  /** Whether a file has anything in it. */
  private interface Wanted {
    boolean is(Path file) throws IOException;
  }

  private static Optional<Path> fetch(
      Map.Entry<String, String> kind, Wanted wanted, Place place, ServiceClient client)
      throws IOException, InterruptedException {
    String link = place.job().json().path("links").path(kind.getKey()).asText("");
    if (link.isEmpty()) {
      return Optional.empty();
    }
    Path temporary = Files.createTempFile("make-video", kind.getValue());
    try {
      client.fetch(link, temporary, place.tell());
      if (!wanted.is(temporary)) {
        return Optional.empty();
      }
      return Optional.of(
          place
              .target()
              .beside(place.video(), kind.getValue())
              .write(
                  place.job().id(),
                  partial -> Files.copy(temporary, partial, StandardCopyOption.REPLACE_EXISTING)));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** For {@code --json}. */
  static ObjectNode json(Map<String, Path> files) {
    ObjectNode node = ConsoleCommand.object();
    files.forEach((kind, file) -> node.put(kind, file.toString()));
    return node;
  }
}
