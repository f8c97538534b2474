package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.font.CjkFont;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FontsTest {
  @TempDir Path folder;
  private final Fonts fonts = new Fonts();
  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final StopSignal stop = new StopSignal();

  @Test
  void writesEveryFontAndTheConfigurationThatShutsOutTheHosts() throws Exception {
    Path written = fonts.folder(folder);
    assertEquals(List.of(written, folder.resolve("fonts.conf")), list(folder));
    assertEquals(
        java.util.Map.of("FONTCONFIG_FILE", folder.resolve("fonts.conf").toString()),
        Fonts.environment(written));
    assertEquals(CaptionFont.values().size(), list(written).size());
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
    assertEquals(CaptionFont.values().size(), list(written).size());
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
        assertEquals(CaptionFont.values().size(), list(call.get()).size());
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

  @Test
  void asksForTheLargeFontOnlyWhenATextNeedsIt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Fonts counted = new Fonts(new CjkFonts(() -> fail(asked), clock));
    for (String text : List.of("One \ud83c\udf89", "\u0436\u0645\u0e01", "\u10d0 \u1790", "")) {
      assertEquals("", counted.forText(text, "zh", stop).trouble(), text);
    }
    assertEquals(0, asked.get());
    FontSet without = counted.forText("a\u7ae0", "zh", stop);
    assertEquals("no network", without.trouble());
    assertEquals(List.of("\u7ae0"), without.missing("a\u7ae0"));
    assertEquals("no network", counted.forText("\ud55c", "ko", stop).trouble());
    assertEquals(1, asked.get(), "asked again at once");
  }

  private static CjkFont fail(AtomicInteger asked) throws IOException {
    asked.incrementAndGet();
    throw new IOException("no network");
  }

  @Test
  void givesAFolderOfItsOwnToTheLargeFont() throws Exception {
    FontSet set = TestCjk.fonts().forText("\u7ae0", "zh", stop);
    assertEquals(List.of(), set.missing("a\u7ae0\u3042\ud55c\uff0c\u3002\uff01"));
    for (int i = 0; i < 2; i++) {
      Path written = fonts.folder(folder, set);
      assertEquals(CaptionFont.values().size() + 1, list(written).size());
      assertEquals(19_484_784, Files.size(written.resolve(CjkFont.FILE)));
      assertEquals(folder.resolve("fonts.conf"), written.resolveSibling("fonts.conf"));
    }
    Path link = folder.resolve("fonts-cjk").resolve(CjkFont.FILE);
    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("gone"));
    assertTrue(Files.isReadable(fonts.folder(folder, set).resolve(CjkFont.FILE)));
    assertEquals(List.of(link.getParent(), folder.resolve("fonts.conf")), list(folder));
    assertEquals(CaptionFont.values().size(), list(fonts.folder(folder, FontSet.SHIPPED)).size());
  }

  @ParameterizedTest
  @CsvSource({
    "zh, SIMPLIFIED",
    "zh-CN, SIMPLIFIED",
    "zh-Hant, TRADITIONAL",
    "zh-TW, TRADITIONAL",
    "zh-HK, HONG_KONG",
    "yue, HONG_KONG",
    "ja, JAPANESE",
    "ja-JP, JAPANESE",
    "ko-KR, KOREAN",
    "en, SIMPLIFIED",
    "auto, SIMPLIFIED"
  })
  void choosesTheFaceByLanguage(String language, CjkFace face) {
    assertEquals(face, CjkFace.of(language, "\u76f4"));
  }

  @Test
  void choosesTheFaceByLettersWhereTheLanguageDoesNotTell() {
    assertEquals(CjkFace.JAPANESE, CjkFace.of("auto", "\u76f4\u3059"));
    assertEquals(CjkFace.JAPANESE, CjkFace.of("en", "\u30c6"));
    assertEquals(CjkFace.KOREAN, CjkFace.of("", "\ud55c \u76f4"));
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
