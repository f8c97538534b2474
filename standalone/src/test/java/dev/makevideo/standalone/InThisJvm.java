package dev.makevideo.standalone;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.cli.MakeVideo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command as a user does, with a home of its own and nothing there but ffmpeg. */
final class InThisJvm implements MakeVideo.Processes {
  private final Map<String, String> environment;

  InThisJvm(Path home) throws Exception {
    this(home, Map.of());
  }

  /**
   * @param more settings
   */
  InThisJvm(Path home, Map<String, String> more) throws Exception {
    Path tools = Settings.from(System.getenv()).storage().tools();
    FfmpegTools ffmpeg = FfmpegTools.locate(tools, System.getenv(), System.out::println);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("ffmpeg"), ffmpeg.ffmpeg());
    Files.createSymbolicLink(bin.resolve("ffprobe"), ffmpeg.ffprobe());
    SpeechModel model = SpeechModel.locate(tools, System.getenv(), System.out::println);
    Map<String, String> all = new HashMap<>(more);
    all.put("MAKE_VIDEO_HOME", home.toString());
    all.put("PATH", bin + ":/usr/bin:/bin");
    all.put("MAKE_VIDEO_SPEECH_MODEL", model.folder().toString());
    environment = Map.copyOf(all);
  }

  /** How it ended, and what it printed on standard output. */
  record End(int code, String out) {
    String lastLine() {
      return out.lines().reduce((first, last) -> last).orElse("");
    }
  }

  End run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = MakeVideo.run(arguments, environment, LocalStack::new, settings -> {}, this);
      return new End(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  @Override
  public int worker() {
    throw new AssertionError("not a worker");
  }

  @Override
  public int api() {
    throw new AssertionError("not an api");
  }
}
