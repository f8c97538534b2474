package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {
  @TempDir Path folder;
  private final Fonts fonts = new Fonts();

  @Test
  void writesEveryFontAndTheConfigurationThatShutsOutTheHosts() throws Exception {
    Path written = fonts.folder(folder);
    assertEquals(List.of(written, folder.resolve("fonts.conf")), list(folder));
    assertEquals(
        java.util.Map.of("FONTCONFIG_FILE", folder.resolve("fonts.conf").toString()),
        Fonts.environment(written));
    assertEquals(CaptionFont.values().length, list(written).size());
    for (Path font : list(written)) {
      byte[] bytes = Files.readAllBytes(font);
      assertTrue(bytes.length > 40_000 && bytes[0] == 0 && bytes[1] == 1, font.toString());
    }
  }

  @Test
  void leavesWholeFontsAloneAndRepairsOthers() throws Exception {
    Path written = fonts.folder(folder);
    Path anton = written.resolve("Anton-Regular.ttf");
    byte[] whole = Files.readAllBytes(anton);
    Object kept = Files.getLastModifiedTime(written.resolve("NotoSans-SemiBold.ttf"));
    Files.write(anton, new byte[] {1, 2, 3});
    Files.delete(written.resolve("Montserrat-ExtraBold.ttf"));
    fonts.folder(folder);
    assertEquals(-1, java.util.Arrays.mismatch(whole, Files.readAllBytes(anton)));
    assertEquals(CaptionFont.values().length, list(written).size());
    assertEquals(kept, Files.getLastModifiedTime(written.resolve("NotoSans-SemiBold.ttf")));
  }

  @Test
  void maybeCalledBySeveralAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(threads.submit(() -> fonts.folder(folder)));
      }
      for (Future<Path> call : calls) {
        assertEquals(CaptionFont.values().length, list(call.get()).size());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void namesTheLettersThatCaptionsLeaveOut() {
    assertEquals(
        List.of(),
        fonts.missing("\u2103 \u2192 \u266a \u2713 \u2605 \u2764\ufe0f \ud83c\udf89 \u0e01"));
    assertEquals(
        List.of("\u7ae0", "\ud808\udc00"), fonts.missing("a\u7ae0 \u7ae0\ud808\udc00\u200d"));
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
