package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the kinds of pictures that people have, by the ffmpeg of this machine. */
@Timeout(120)
class PictureClipTest {
  @TempDir private Path directory;
  private ArtifactStore store;
  private SupervisedProcesses processes;
  private Ffmpeg ffmpeg;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    store = new StoreFolder(directory.resolve("store")).open();
    processes = new SupervisedProcesses(System.getenv());
    ffmpeg = TestFfmpeg.locate().pair();
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @ParameterizedTest
  @CsvSource({
    // What is red to three tenths is rose on white; black to a half is grey.
    "rgba.png, red@0.3, rgba, 255, 178, 178",
    "rgba64.png, red@0.3, rgba64be, 255, 178, 178",
    "gray.png, black@0.5, ya8, 127, 127, 127",
    "gray16.png, black@0.5, ya16be, 127, 127, 127",
    "palette.png, lime, pal8, 0, 255, 0",
    "opaque.png, blue, rgb24, 0, 0, 255",
    "clear.png, red@0, rgba, 255, 255, 255",
    "clear.webp, red@0, yuva420p, 255, 255, 255",
    "half.webp, red@0.3, yuva420p, 255, 178, 178",
    "opaque.webp, lime, yuv420p, 0, 255, 0",
    "plain.jpg, red, yuvj420p, 255, 0, 0",
    "fine.jpg, blue, yuvj444p, 0, 0, 255",
    "gray.jpg, white, gray, 255, 255, 255",
  })
  void isShownOnWhite(String name, String colour, String format, int red, int green, int blue)
      throws Exception {
    Path file = directory.resolve(name);
    run("-f", "lavfi", "-i", "color=c=" + colour + ":s=331x257,format=rgba,format=" + format)
        .to(
            "-frames:v",
            "1",
            "-c:v",
            name.endsWith("jpg") ? "mjpeg" : name.endsWith("webp") ? "libwebp" : "png",
            "-pix_fmt",
            format,
            "-update",
            "1",
            Ffmpeg.url(file));
    CallResult<ObjectRef> made = clip(ffmpeg, Files.readAllBytes(file));
    ObjectRef clip = ((CallResult.Ok<ObjectRef>) assertOk(made)).value();
    int[] seen = colour(store.file(clip, directory));
    int[] wanted = {red, green, blue};
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], seen[i], 6, name + " channel " + i);
    }
  }

  @Test
  void thatMovesIsNamedAsSuch() throws Exception {
    Path file = directory.resolve("moves.webp");
    run("-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1")
        .to("-c:v", "libwebp_anim", Ffmpeg.url(file));
    CallResult<ObjectRef> made = clip(ffmpeg, Files.readAllBytes(file));
    assertTrue(
        made.toString().contains("it is an animated WebP image, and no still picture"),
        made.toString());
  }

  @Test
  void ofAnFfmpegThatTheHostKillsIsNoFaultOfThePicture() throws Exception {
    Path killed = directory.resolve("killed-ffmpeg");
    Files.writeString(killed, "#!/bin/sh\nkill -9 $$\n");
    Files.setPosixFilePermissions(killed, PosixFilePermissions.fromString("rwx------"));
    Path file = directory.resolve("a.png");
    run("-f", "lavfi", "-i", "color=s=64x64").to("-frames:v", "1", Ffmpeg.url(file));
    Ffmpeg broken = new Ffmpeg(killed, ffmpeg.ffprobe(), ffmpeg.version());
    assertThrows(
        HostExhaustedException.class, () -> clip(broken, Files.readAllBytes(file)).toString());
    assertOk(clip(ffmpeg, Files.readAllBytes(file)));
  }

  private static CallResult<ObjectRef> assertOk(CallResult<ObjectRef> made) {
    assertTrue(made instanceof CallResult.Ok, made.toString());
    return made;
  }

  private CallResult<ObjectRef> clip(Ffmpeg with, byte[] picture)
      throws IOException, InterruptedException {
    Path scratch = Files.createDirectories(directory.resolve("scratch")).resolve("clip.mp4");
    ObjectRef object = store.put(picture);
    ClipFetch.Wanted wanted =
        new ClipFetch.Wanted(
            new Candidate(0, Candidate.Kind.PICTURE, "a picture", "a picture", Optional.empty()),
            Duration.ofMinutes(1),
            scratch,
            false);
    return new PictureClip(store, processes, with).clip(object, wanted, new StopSignal());
  }

  /** Of the picture in the middle of the clip, red, green and blue. */
  private int[] colour(Path clip) throws Exception {
    Path raw = directory.resolve("pixel.rgb");
    run("-ss", "3", "-i", Ffmpeg.url(clip))
        .to(
            "-frames:v",
            "1",
            "-vf",
            "scale=in_color_matrix=bt709,format=rgb24,crop=1:1",
            "-f",
            "rawvideo",
            Ffmpeg.url(raw));
    byte[] pixel = Files.readAllBytes(raw);
    return new int[] {pixel[0] & 0xff, pixel[1] & 0xff, pixel[2] & 0xff};
  }

  private Run run(String... input) {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of(input));
    return output -> {
      arguments.addAll(List.of(output));
      ProcessRunner.Finished end =
          processes.run(
              Command.of("ffmpeg-test", arguments, directory, Duration.ofSeconds(30)),
              new StopSignal());
      assertEquals(0, end.exitCode(), end.errorTail());
    };
  }

  /** A run of ffmpeg whose input is known. */
  @FunctionalInterface
  private interface Run {
    void to(String... output) throws IOException, InterruptedException;
  }
}
