package dev.makevideo.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegTroubleTest {
  @ParameterizedTest
  @CsvSource({
    "1, 'av_interleaved_write_frame(): No space left on device', HOST",
    "137, '', HOST",
    "1, 'Unrecognized option ''nonsense''.', PROGRAM",
    "1, 'No such filter: ''ass''', PROGRAM",
    "1, 'Unknown encoder ''libx264''', PROGRAM",
    "1, 'x.mp4: Invalid data found when processing input', INPUT",
    "69, 'Conversion failed!', INPUT",
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
