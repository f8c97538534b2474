package dev.makevideo.standalone.demo;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Draws the sample clips once and keeps them. */
public final class DemoClips {
  private static final String FONT = "Montserrat-ExtraBold.ttf";
  private static final Duration CLIP_LIMIT = Duration.ofSeconds(60);
  private static final int AT_ONCE = 2;
  private static final int FEWEST = 10;

  private final Path ffmpeg;
  private final ProcessRunner processes;
  private final StopSignal stop = new StopSignal();

  public DemoClips(Path ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
  }

  /**
   * The folder with the clips and nothing else; drawn now if it is not there.
   *
   * @param demoFolder what is kept lies below it
   * @param tell progress for people
   * @throws IOException if fewer than ten clips can be drawn
   */
  public Path folder(Path demoFolder, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path clips = demoFolder.resolve("clips-" + ClipGallery.VERSION);
    if (Files.isDirectory(clips)) {
      return clips;
    }
    List<ClipRecipe> recipes = ClipGallery.clips();
    tell.accept("drawing " + recipes.size() + " sample clips; once");
    long started = System.nanoTime();
    Path work =
        Files.createDirectories(demoFolder.resolve("work-" + ProcessHandle.current().pid()));
    Path made = Files.createDirectories(work.resolve("clips"));
    try {
      writeCaptions(work, recipes);
      List<String> failures = drawAll(work, recipes);
      if (recipes.size() - failures.size() < FEWEST) {
        throw new IOException("the sample clips cannot be drawn: " + failures.get(0));
      }
      collect(work, made);
      publish(made, clips);
    } finally {
      delete(work);
    }
    tell.accept("drawn in " + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s");
    return clips;
  }

  private static void collect(Path work, Path made) throws IOException {
    try (DirectoryStream<Path> drawn = Files.newDirectoryStream(work, "clip-*.{mp4,webm}")) {
      for (Path clip : drawn) {
        Files.move(clip, made.resolve(clip.getFileName()));
      }
    }
  }

  private List<String> drawAll(Path work, List<ClipRecipe> recipes)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<String>> drawn = new ArrayList<>();
      for (ClipRecipe recipe : recipes) {
        drawn.add(threads.submit(() -> draw(work, recipe)));
      }
      List<String> failures = new ArrayList<>();
      for (Future<String> one : drawn) {
        String failure = one.get();
        if (!failure.isEmpty()) {
          failures.add(failure);
        }
      }
      return failures;
    } catch (ExecutionException e) {
      throw new IOException("the sample clips cannot be drawn", e.getCause());
    } finally {
      stop.stop();
      threads.shutdownNow();
    }
  }

  /** Draws one; returns what went wrong, or nothing. An encoder may be missing in this ffmpeg. */
  private String draw(Path work, ClipRecipe recipe) throws IOException, InterruptedException {
    String failure = run(work, recipe);
    if (!failure.isEmpty() && recipe.encoder() != ClipRecipe.Encoder.MPEG4) {
      Files.deleteIfExists(work.resolve(recipe.name()));
      ClipRecipe other =
          recipe.encoder() == ClipRecipe.Encoder.H264
              ? recipe.with(ClipRecipe.Encoder.MPEG4)
              : recipe.with(ClipRecipe.Encoder.H264).named(recipe.name().replace(".webm", ".mp4"));
      return run(work, other);
    }
    return failure;
  }

  private String run(Path work, ClipRecipe recipe) throws IOException, InterruptedException {
    ProcessRunner.Finished finished =
        processes.run(
            Command.of("ffmpeg-demo-clip", recipe.arguments(ffmpeg.toString()), work, CLIP_LIMIT)
                .withEnvironment(Fonts.environment(work.resolve("fonts"))),
            stop);
    return finished.exitCode() == 0 ? "" : recipe.name() + ": " + finished.errorTail();
  }

  private static void writeCaptions(Path work, List<ClipRecipe> recipes) throws IOException {
    Path fonts = new Fonts().folder(work);
    Files.copy(fonts.resolve(FONT), work.resolve(FONT), StandardCopyOption.REPLACE_EXISTING);
    for (ClipRecipe recipe : recipes) {
      if (recipe.caption().isPresent()) {
        Files.writeString(work.resolve(recipe.captionFile()), ass(recipe.caption().get()));
      }
    }
  }

  private static String ass(String text) {
    return """
    [Script Info]
    ScriptType: v4.00+
    PlayResX: 720
    PlayResY: 720

    [V4+ Styles]
    Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, Italic, \
    BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
    Style: Burned,Montserrat ExtraBold,58,&H00FFFFFF,&H00000000,&H00000000,0,0,1,4,0,5,20,20,20,1

    [Events]
    Format: Layer, Start, End, Style, Text
    Dialogue: 0,0:00:00.00,0:00:30.00,Burned,\
    """
        + text
        + "\n";
  }

  /** Whoever is first wins; the clips are the same. */
  private static void publish(Path made, Path clips) throws IOException {
    try {
      Files.move(made, clips, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(clips)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
