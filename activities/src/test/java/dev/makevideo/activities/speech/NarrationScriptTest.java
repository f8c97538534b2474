package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.SubtitleStyle;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarrationScriptTest {
  @Test
  void refusesScriptsThatCannotBeSpoken() {
    assertRefused("script has no words", bytes(" -- ... \n"), 10);
    assertRefused("script is not UTF-8", new byte[] {'a', (byte) 0xff, (byte) 0xfe}, 10);
    assertRefused("script has 1048577 bytes", new byte[1_048_577], 10);
    assertRefused("script has 501 words", bytes("word ".repeat(501)), 10);
    assertRefused("script has 20001 words", bytes("word ".repeat(20_001)), 600);
    assertEquals(1, NarrationScript.read(bytes("\uFEFFone"), "en", 10).words().size());
  }

  @Test
  void saysWhatToDoWithADocument() {
    assertRefused("script is an RTF document: save it as", bytes("{\\rtf1 Hello}"), 10);
    assertRefused("script has no words", bytes("[music]"), 10);
  }

  @Test
  void tellsWhatWasLeftOut() throws Exception {
    assertEquals(
        List.of("script: left out 1 stage direction ([music])"),
        NarrationScript.warnings(
            bytes("[music] One."), "en", SubtitleStyle.BOLD, new Fonts(), new StopSignal()));
    assertEquals(
        List.of(),
        NarrationScript.warnings(
            bytes("One."), "en", SubtitleStyle.BOLD, new Fonts(), new StopSignal()));
  }

  @Test
  void namesTheLettersThatCaptionsLeaveOut() throws Exception {
    assertEquals(
        List.of("the captions leave out 1 letter (no font): \u1790; the subtitle files have it"),
        warnings("One \u1790 two \u1790", SubtitleStyle.BOLD));
    assertEquals(
        List.of(
            "the captions leave out 2 letters (no font): \u10d0 \ud808\udc00;"
                + " the subtitle files have them"),
        warnings("One \u10d0\ud808\udc00", SubtitleStyle.PLAIN));
    assertEquals(
        List.of(
            "the captions leave out 12 letters (no font):"
                + " \u10d0 \u10d1 \u10d2 \u10d3 \u10d4 \u10d5 \u10d6 \u10d7 \u10d8 \u10d9"
                + " and 2 more; the subtitle files have them"),
        warnings(
            "\u10d0\u10d1\u10d2\u10d3\u10d4\u10d5\u10d6\u10d7\u10d8\u10d9\u10da\u10db",
            SubtitleStyle.HEADLINE));
  }

  @Test
  void isSilentOnLettersThatCaptionsDrawOrThatNobodyDraws() throws Exception {
    for (String drawn : List.of("One \ud83c\udf89", "\u2103 \u2713 two", "\u0e01 \u0436")) {
      assertEquals(List.of(), warnings(drawn, SubtitleStyle.BOLD), drawn);
    }
    for (SubtitleStyle style : List.of(SubtitleStyle.FILES, SubtitleStyle.NONE)) {
      assertEquals(List.of(), warnings("One \u1790", style), style.label());
    }
  }

  @Test
  void saysHowToGetAFontThatIsNotThere() throws Exception {
    for (String script : List.of("\u7ae0", "\u3042", "\ud55c")) {
      assertEquals(
          List.of(
              "the captions leave out 1 letter (no font): "
                  + script
                  + "; the subtitle files have it; the font for Chinese, Japanese and Korean is"
                  + " switched off: set MAKE_VIDEO_CJK_FONTS to auto"),
          warnings("One " + script, SubtitleStyle.BOLD));
    }
  }

  private static List<String> warnings(String script, SubtitleStyle style)
      throws InterruptedException {
    return NarrationScript.warnings(bytes(script), "en", style, new Fonts(), new StopSignal());
  }

  private static void assertRefused(String message, byte[] script, double seconds) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> NarrationScript.read(script, "en", seconds));
    assertEquals("invalid-request", failure.getType());
    assertTrue(failure.getOriginalMessage().startsWith(message), failure.getOriginalMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
