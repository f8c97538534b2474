package dev.makevideo.checks;

import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.CommonsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files and programs that a reader of the README has. */
final class ReaderFiles {
  private static final Path SPEECH =
      Path.of("../activities/src/test/resources/dev/makevideo/activities/speech/jfk.ogg");

  /** What the README looks for. */
  private static final List<String> PHRASES =
      List.of("Boiling river", "Forest path", "Rivers at night");

  private ReaderFiles() {}

  /** A narration and what is said in it, clips, a picture; and what the phrases find. */
  static void prepare(ToolShell shell, Path folder, CommonsServer commons)
      throws IOException, InterruptedException {
    Path ffmpeg = shell.programs.ffmpeg().ffmpeg();
    String speech = SPEECH.toAbsolutePath().normalize().toString();
    shell.sh("ffmpeg -v error -i '" + speech + "' -t 5 -c:a libmp3lame narration.mp3");
    Files.writeString(folder.resolve("narration.txt"), "And so, my fellow Americans, ask not");
    List<Path> clips = new ClipMaker(ffmpeg, folder.resolve("made")).clips(12, 4);
    Path own = Files.createDirectories(folder.resolve("user/clips"));
    for (int i = 0; i < clips.size(); i++) {
      if (i < 3) {
        Files.copy(clips.get(i), own.resolve("own-" + i + ".mp4"));
      } else {
        String phrase = PHRASES.get(i % PHRASES.size());
        String url = commons.offer("clip-" + i + ".mp4", Files.readAllBytes(clips.get(i)));
        commons.add(CommonsServer.Video.of(phrase + " " + i + ".mp4", url, "cc0", "CC0"));
      }
    }
    Files.copy(clips.get(0), folder.resolve("sea.mp4"));
    shell.sh("ffmpeg -v error -i sea.mp4 -frames:v 1 rocks.jpg");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    // An answer that is a problem ends the line, and a desktop's opener looks at the page.
    program(bin.resolve("curl"), "exec /usr/bin/curl -sS --fail-with-body \"$@\"");
    program(bin.resolve("xdg-open"), "/usr/bin/curl -sSf \"$1\" | grep -i '<title>make-video'");
    shell.prepend(bin);
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
