package dev.makevideo.standalone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one sample clip is drawn by ffmpeg.
 *
 * @param name the file; says nothing about what is seen
 * @param source a lavfi source
 * @param filters what is done to it
 * @param encoder codec and its settings
 * @param seconds the clip's length
 * @param caption text that is burned in, if any
 */
record ClipRecipe(
    String name,
    String source,
    String filters,
    Encoder encoder,
    int seconds,
    Optional<String> caption) {

  /** Encoders, each with settings that are quick. */
  enum Encoder {
    H264("libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p"),
    VP8("libvpx", "-deadline", "realtime", "-cpu-used", "16", "-b:v", "1M", "-pix_fmt", "yuv420p"),
    VP9(
        "libvpx-vp9",
        "-deadline",
        "realtime",
        "-cpu-used",
        "8",
        "-b:v",
        "1M",
        "-pix_fmt",
        "yuv420p"),
    MPEG4("mpeg4", "-q:v", "4", "-pix_fmt", "yuv420p");

    private final String codec;
    private final List<String> settings;

    Encoder(String codec, String... settings) {
      this.codec = codec;
      this.settings = List.of(settings);
    }
  }

  /** A clip of four seconds. */
  static ClipRecipe of(String name, Encoder encoder, String source, String filters) {
    return new ClipRecipe(name, source, filters, encoder, 4, Optional.empty());
  }

  ClipRecipe lasting(int length) {
    return new ClipRecipe(name, source, filters, encoder, length, caption);
  }

  ClipRecipe withCaption(String text) {
    return new ClipRecipe(name, source, filters, encoder, seconds, Optional.of(text));
  }

  /** The same picture for an ffmpeg that lacks the encoder. */
  ClipRecipe with(Encoder other) {
    return new ClipRecipe(name, source, filters, other, seconds, caption);
  }

  /** The same clip under another name. */
  ClipRecipe named(String other) {
    return new ClipRecipe(other, source, filters, encoder, seconds, caption);
  }

  /** ffmpeg's arguments; it runs in the folder that gets the clip and holds the caption's file. */
  List<String> arguments(String ffmpeg) {
    String drawn =
        caption.map(text -> filters + ",ass=" + captionFile() + ":fontsdir=.").orElse(filters);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                ffmpeg,
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-y",
                "-threads",
                "1",
                "-f",
                "lavfi",
                "-i",
                source,
                "-t",
                Integer.toString(seconds),
                "-vf",
                drawn,
                "-an",
                "-c:v",
                encoder.codec));
    arguments.addAll(encoder.settings);
    arguments.add(name);
    return arguments;
  }

  String captionFile() {
    return name + ".ass";
  }
}
