package dev.makevideo.checks;

import dev.makevideo.platform.probe.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a finished video shows. */
final class FinishedVideo {
  private static final int BYTES_PER_PIXEL = 3;
  private static final int STRONG = 190;
  private static final int WEAK = 90;

  private FinishedVideo() {}

  /** How many frames of 1/30 s it has, by decoding. */
  static long frames(TestMedia media, Path video) throws IOException, InterruptedException {
    return hashes(media, video).size();
  }

  /** A hash of each frame of the picture. */
  static List<String> hashes(TestMedia media, Path video) throws IOException, InterruptedException {
    Path made =
        media.make(
            video.getFileName() + ".framemd5",
            List.of("-i", "file:" + video),
            "-map",
            "0:v",
            "-f",
            "framemd5");
    return Files.readAllLines(made).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  /** What ffmpeg's own detectors find in it; empty: it is nowhere black or still. */
  static String blackOrStill(TestMedia media, Path video) throws IOException, InterruptedException {
    Path made =
        media.make(
            video.getFileName() + ".found",
            List.of("-i", "file:" + video),
            "-vf",
            "blackdetect=d=0.04,freezedetect=d=0.5,metadata=print:file="
                + media.folder().resolve(video.getFileName() + ".metadata"),
            "-f",
            "framemd5");
    Path metadata = made.resolveSibling(video.getFileName() + ".metadata");
    return Files.readAllLines(metadata).stream()
        .filter(line -> line.contains("black_") || line.contains("freeze_"))
        .collect(Collectors.joining(" "));
  }

  /** How many pixels of a small copy, six times a second, have the neighbour's loud colour. */
  static long loudPixels(TestMedia media, Path video) throws IOException, InterruptedException {
    Path made =
        media.make(
            video.getFileName() + ".rgb",
            List.of("-i", "file:" + video),
            "-vf",
            "fps=6,scale=36:64",
            "-pix_fmt",
            "rgb24",
            "-f",
            "rawvideo");
    byte[] pixels = Files.readAllBytes(made);
    long loud = 0;
    for (int at = 0; at + 2 < pixels.length; at += BYTES_PER_PIXEL) {
      boolean isLoud =
          (pixels[at] & 0xff) > STRONG
              && (pixels[at + 1] & 0xff) < WEAK
              && (pixels[at + 2] & 0xff) > STRONG;
      loud += isLoud ? 1 : 0;
    }
    return loud;
  }
}
