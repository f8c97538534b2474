package dev.makevideo.checks.chaos;

import dev.makevideo.checks.rig.Footage;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every chaos scenario works with.
 *
 * @param folder an empty folder for this scenario
 * @param out where the figures go
 * @param fullSize standard quality and the full counts; else draft size and a short form
 */
public record Scenario(Path folder, Programs programs, PrintStream out, boolean fullSize) {

  /** A new installation with no worker yet. */
  Rig rig(Map<String, String> settings) throws IOException {
    return new Rig(folder.resolve("rig"), programs, settings);
  }

  Footage footage() throws IOException {
    return new Footage(programs.ffmpeg().ffmpeg(), folder.resolveSibling("footage"));
  }

  String quality() {
    return fullSize ? "standard" : "draft";
  }

  /** Prints one figure of this scenario. */
  public void figure(String name, Object value) {
    out.println("figure " + folder.getFileName() + " " + name + " " + value);
  }
}
