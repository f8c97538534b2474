package dev.makevideo.platform.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real ffmpeg behind a script that breaks it. */
class FfmpegProofTest {
  private static final FfmpegTrouble FILES =
      FfmpegTrouble.of(1, "x.mp4: Invalid data found when processing input");

  @TempDir Path folder;
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void close() {
    processes.close();
  }

  /** An ffmpeg that does this before it runs. */
  private FfmpegProof proof(String program, String before)
      throws IOException, InterruptedException {
    FfmpegTools tools = TestFfmpeg.locate();
    Path real = program.equals("ffmpeg") ? tools.ffmpeg() : tools.ffprobe();
    Path broken = folder.resolve(program);
    Files.writeString(broken, "#!/bin/sh\n" + before + "\nexec '" + real + "' \"$@\"\n");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ffmpeg pair =
        program.equals("ffmpeg")
            ? new Ffmpeg(broken, tools.ffprobe(), "9.9")
            : new Ffmpeg(tools.ffmpeg(), broken, "9.9");
    return new FfmpegProof(pair, processes, nanos::get);
  }

  private MediaUnusableException blame(FfmpegProof proof) throws IOException, InterruptedException {
    return proof.blame(FILES, "a clip could not be read", folder, new StopSignal());
  }

  private String said(FfmpegProof proof) {
    return String.valueOf(assertThrows(IOException.class, () -> blame(proof)).getMessage());
  }

  @Test
  void aFileIsBlamedWhereFfmpegWorks() throws Exception {
    Path count = folder.resolve("count");
    FfmpegProof proof = proof("ffmpeg", "echo run >> '" + count + "'");
    assertEquals(FILES.reason(), blame(proof).reason());
    assertEquals(2, Files.readAllLines(count).size());
    blame(proof);
    assertEquals(2, Files.readAllLines(count).size(), "it is believed for a minute");
    nanos.set(61_000_000_000L);
    blame(proof);
    assertEquals(4, Files.readAllLines(count).size());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("count", "ffmpeg"), left.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aProgramThatCrashesIsBlamedItself() throws Exception {
    FfmpegProof crashing =
        proof("ffmpeg", "case \"$*\" in *libx264*) echo 'x264: baked' >&2; kill -SEGV $$;; esac");
    String said = said(crashing);
    assertEquals(
        "a clip could not be read: it is damaged or not a media file; but ffmpeg 9.9 cannot even"
            + " encode a picture of its own (signal 11); it said: x264: baked",
        said);
    // Not believed to be broken for longer than it is.
    Files.delete(folder.resolve("ffmpeg"));
    Files.createSymbolicLink(folder.resolve("ffmpeg"), TestFfmpeg.locate().ffmpeg());
    assertEquals(FILES.reason(), blame(crashing).reason());
  }

  @Test
  void soIsOneThatCannotDecodeAndAnFfprobeThatDoesNotWork() throws Exception {
    FfmpegProof deaf = proof("ffmpeg", "case \"$*\" in *format_whitelist*) exit 3;; esac");
    String said = said(deaf);
    assertTrue(said.contains("decode what it encoded (exit code 3)"), said);
    FfmpegProof blind = proof("ffprobe", "kill -ILL $$");
    said = said(blind);
    assertTrue(said.contains("examine it by its ffprobe (signal 4)"), said);
  }

  @Test
  void whatTheHostDoesIsNobodysFlaw() throws Exception {
    FfmpegProof killed = proof("ffmpeg", "kill -KILL $$");
    assertThrows(HostExhaustedException.class, () -> blame(killed));
  }
}
