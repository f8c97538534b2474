package dev.makevideo.checks.rig;

import dev.makevideo.testkit.ClipMaker;
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

  /** The same with a folder of its own, for another installation. */
  public Scenario part(String name) {
    return new Scenario(
        folder.resolveSibling(folder.getFileName() + "-" + name), programs, out, fullSize);
  }

  /** A new installation with no worker yet. */
  public Rig rig(Map<String, String> settings) throws IOException {
    return new Rig(folder.resolve("rig"), programs, settings);
  }

  public ClipMaker clipMaker() throws IOException {
    return new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolveSibling("footage"));
  }

  public String quality() {
    return fullSize ? "standard" : "draft";
  }

  /** Prints one figure of this scenario. */
  public void figure(String name, Object value) {
    out.println("figure " + folder.getFileName() + " " + name + " " + value);
  }
}
