package dev.makevideo.activities.render;

import dev.makevideo.platform.probe.TestMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a clip is made by ffmpeg: each method changes one thing and returns the recipe itself. */
final class ClipRecipe {
  private final String name;
  private OddPicture picture = OddPicture.plain(270, 480, 30, 30);
  private final List<String> before = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final List<String> filters = new ArrayList<>();
  private String conversion = conversion("bt709", "tv", "yuv420p");
  private List<String> tags = tags("bt709", "bt709", "bt709", "tv");
  private List<String> codec = List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "12");
  private final List<String> options = new ArrayList<>();
  private Step after = (media, made, file) -> {};

  /** What is done to a finished file. */
  @FunctionalInterface
  interface Step {
    void apply(TestMedia media, Path folder, Path file) throws Exception;
  }

  private ClipRecipe(String name) {
    this.name = name;
  }

  /** H.264 of 30 frames, in colours and a form that are not odd. */
  static ClipRecipe clip(String name) {
    return new ClipRecipe(name);
  }

  String name() {
    return name;
  }

  OddPicture picture() {
    return picture;
  }

  ClipRecipe of(OddPicture other) {
    picture = other;
    return this;
  }

  /** Options before the picture's input. */
  ClipRecipe before(String... more) {
    before.addAll(List.of(more));
    return this;
  }

  /** Further inputs. */
  ClipRecipe input(String... more) {
    inputs.addAll(List.of(more));
    return this;
  }

  /** A filter on the picture while it is still RGB. */
  ClipRecipe filter(String filter) {
    filters.add(filter);
    return this;
  }

  ClipRecipe as(String matrix, String range, String format) {
    conversion = conversion(matrix, range, format);
    return this;
  }

  /** Stays RGB. */
  ClipRecipe asRgb(String format) {
    conversion = "format=" + format;
    return tagged();
  }

  ClipRecipe tagged(String... values) {
    tags = values.length == 0 ? List.of() : tags(values[0], values[1], values[2], values[3]);
    return this;
  }

  ClipRecipe codec(String... arguments) {
    codec = List.of(arguments);
    return this;
  }

  ClipRecipe option(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  ClipRecipe then(Step step) {
    Step first = after;
    after =
        (media, folder, file) -> {
          first.apply(media, folder, file);
          step.apply(media, folder, file);
        };
    return this;
  }

  /** The file is made of nothing by the step. */
  static ClipRecipe file(String name, Step step) {
    ClipRecipe recipe = new ClipRecipe(name);
    recipe.codec = List.of();
    recipe.after = step;
    return recipe;
  }

  /**
   * Makes the clip.
   *
   * @param work a folder for what it is made from
   */
  Path make(TestMedia media, Path work, Path folder) throws Exception {
    Path file = folder.resolve(name);
    if (!codec.isEmpty()) {
      List<String> all = new ArrayList<>(before);
      all.addAll(picture.input(work));
      all.addAll(inputs);
      List<String> rest = new ArrayList<>(List.of("-vf"));
      List<String> chain = new ArrayList<>(filters);
      chain.add(conversion);
      chain.addAll(frameTags(tags));
      rest.add(String.join(",", chain));
      rest.addAll(tags);
      rest.addAll(codec);
      rest.addAll(List.of("-threads", "1", "-metadata", "comment=" + name.strip()));
      rest.addAll(options);
      media.make(file.toString(), all, rest.toArray(String[]::new));
    }
    after.apply(media, work, file);
    return file;
  }

  private static String conversion(String matrix, String range, String format) {
    return "scale=out_color_matrix="
        + matrix
        + ":out_range="
        + range
        + ":flags=bicubic+accurate_rnd+full_chroma_int,format="
        + format;
  }

  /** Some encoders of older ffmpegs (ProRes of 5.1) read the tags from the frames only. */
  private static List<String> frameTags(List<String> tags) {
    return tags.isEmpty()
        ? List.of()
        : List.of(
            "setparams=color_primaries=%s:color_trc=%s:colorspace=%s:range=%s"
                .formatted(tags.get(1), tags.get(3), tags.get(5), tags.get(7)));
  }

  private static List<String> tags(String primaries, String curve, String matrix, String range) {
    return Arrays.asList(
        "-color_primaries",
        primaries,
        "-color_trc",
        curve,
        "-colorspace",
        matrix,
        "-color_range",
        range);
  }
}
