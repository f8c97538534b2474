package dev.makevideo.platform.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegTroubleTest {
  @ParameterizedTest
  @CsvSource({
    "1, 'av_interleaved_write_frame(): No space left on device', DISK",
    "137, '', HOST",
    "1, 'Unrecognized option ''nonsense''.', PROGRAM",
    "1, 'No such filter: ''ass''', PROGRAM",
    "1, 'Unknown encoder ''libx264''', PROGRAM",
    "1, 'x.mp4: Invalid data found when processing input', INPUT",
    "69, 'Conversion failed!', INPUT",
    "1, 'Failed to inject frame into filter network: Resource temporarily unavailable', HOST",
    "139, '', INPUT",
    "134, 'terminate called after throwing an instance of std::bad_alloc', INPUT",
    "1, 'x.mp4: Cannot allocate memory', INPUT",
    "129, '', HOST",
    "143, '', HOST",
    "153, '', HOST",
    "255, '', HOST",
    "228, '[mp4 @ 0x1] Invalid data found when processing input', DISK",
    "69, 'Error muxing: Disk quota exceeded', DISK",
    "1, 'objects/ab: No such file or directory', HOST",
    "1, 'objects/ab: Too many open files', HOST",
    "1, 'segment.mp4: Read-only file system', HOST",
    "126, 'nice: ffmpeg: Permission denied', PROGRAM",
    "127, 'nice: ffmpeg: No such file or directory', PROGRAM",
  })
  void tellsWhoseTroubleItIs(int exitCode, String tail, FfmpegTrouble.Cause cause) {
    assertEquals(cause, FfmpegTrouble.of(exitCode, tail).cause());
  }

  @Test
  void showsNoPaths() {
    String reason =
        FfmpegTrouble.of(1, "[mov @ 0x5581] \nfile:/srv/store/objects/ab: Something odd\n")
            .reason();
    assertFalse(reason.contains("/"), reason);
    assertTrue(reason.contains("Something odd"), reason);
  }

  @Test
  void quotesTheLastLinesOfAProgramThatIsToBlame() {
    String tail =
        "1\n2\n[x @ 0x12] three of /srv/a.mp4\n\nfour\nfive\nsix\nUnknown encoder 'libx264'\n";
    assertEquals(
        "no clip: Unknown encoder 'libx264'; it said: three of the file | four | five | six |"
            + " Unknown encoder 'libx264'",
        assertThrows(IOException.class, () -> FfmpegTrouble.of(1, tail).unusable("no clip"))
            .getMessage());
    assertEquals(600, FfmpegTrouble.of(1, "a".repeat(5_000)).said().length());
  }

  @Test
  void namesWhatItKnows() {
    assertEquals(
        "it needs more memory than is allowed here",
        FfmpegTrouble.of(1, "x264 [error]: malloc of size 7281920 failed\nError submitting\n")
            .reason());
    assertEquals(
        "no frame of it can be decoded",
        FfmpegTrouble.of(1, "Error marking filters as finished\n").reason());
  }

  @Test
  void isShort() {
    assertEquals(200, FfmpegTrouble.of(1, "x".repeat(5000)).reason().length());
  }
}
