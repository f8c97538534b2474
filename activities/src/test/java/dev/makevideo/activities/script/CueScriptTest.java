package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CueScriptTest {
  private static final String SRT =
      "1\n00:00:00,400 --> 00:00:01,900\nRivers begin\nin the hills.\n\n"
          + "2\n00:00:02,300 --> 00:00:04,000\nThey carry sand\n\n"
          + "3\n00:00:04,400 --> 00:00:06,200\nto the sea.\n";
  private static final String SAID = "Rivers begin in the hills. | They carry sand to the sea. |";
  private static final List<ScriptCue> CUES =
      List.of(
          new ScriptCue(0.4, 1.9, 0, 5),
          new ScriptCue(2.3, 4.0, 5, 8),
          new ScriptCue(4.4, 6.2, 8, 11));

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\u2028", "\u0085"})
  void readsSubRipWithAnyLineEnds(String lineEnd) {
    for (String start : List.of("", "\ufeff", "\n\n")) {
      Script script = Scripts.read(start + SRT.replace("\n", lineEnd), "en");
      assertEquals(SAID, Scripts.said(script));
      assertEquals(CUES, script.cues());
      assertEquals(
          List.of(
              "script: read as a subtitle file with 3 cues; their numbers and times are not shown"),
          script.warnings());
    }
  }

  @Test
  void readsWhatPeopleMakeOfSubRip() {
    String loose =
        SRT.replaceAll("(?m)^\\d\\n", "").replace(',', '.').replace("00:00:0", "0:0").trim();
    assertEquals(CUES, Scripts.read(loose, "en").cues());
    assertEquals(SAID, Scripts.said(loose));
    String dense = SRT.replace("\n\n", "\n").replace(" --> ", "-->");
    assertEquals(CUES, Scripts.read(dense, "en").cues());
    assertEquals(SAID, Scripts.said(dense));
    String spaced = SRT.replace("\n", "\n\n").replace(",900", ",900  X1:40 X2:600 Y1:20 Y2:50");
    assertEquals(CUES, Scripts.read(spaced, "en").cues());
    assertEquals(SAID, Scripts.said(spaced));
    String sbv = SRT.replaceAll("(?m)^\\d\\n", "").replaceAll(",(\\d{3}) --> ", ".$1,");
    assertEquals(CUES, Scripts.read(sbv.replaceAll("(?m)(,0.*),", "$1."), "en").cues());
  }

  @Test
  void readsWebVttWithoutItsHeaderNamesAndBlocks() {
    String vtt =
        "WEBVTT - a title\nKind: captions\nLanguage: en\n\nNOTE made\nby me\n\n"
            + "STYLE\n::cue { color: lime }\n\nREGION\nid:fred\n\n"
            + "intro\n00:00.400 --> 00:01.900 align:start position:0%\n"
            + "<v Anna>Rivers <c.yellow.bg>begin</c></v>\nin <00:00:01.000>the <b>hills</b>.\n\n"
            + "1 - second\n00:02.300 --> 00:04.000\nThey &amp; carry&nbsp;sand\n\n"
            + "00:04.400 --> 00:06.200\n&lt;to&gt; the sea.\n\nNOTE end";
    Script script = Scripts.read(vtt, "en");
    assertEquals(
        "Rivers begin in the hills. | They & carry sand <to> the sea. |", Scripts.said(script));
    assertEquals(3, script.cues().size());
    assertEquals(4.4, script.cues().get(2).start(), 1e-9);
    String warnings = String.join("\n", script.warnings());
    assertTrue(
        warnings.contains("left out 4 notes of the subtitle file (NOTE made by me, "), warnings);
    assertTrue(warnings.contains("left out 1 speaker's name (<v Anna>)"), warnings);
  }

  @Test
  void takesCodesSpeakersAndDirectionsOutOfCues() {
    String srt =
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>ANNA: Hello, <font color=\"#fff\">you</font></i>\n\n"
            + "2\n00:00:03,000 --> 00:00:04,000\n[door opens]\n\n"
            + "3\n00:00:05,000 --> 00:00:06,000\n- Who?\n- ♪ la la ♪\n\n"
            + "4\n00:00:07,000 --> 00:00:08,000\n(laughs) >> BOB: Me at 10:30.\n\n"
            + "5\n00:00:09,000 --> 00:00:10,000\n1984\n";
    Script script = Scripts.read(srt, "en");
    assertEquals("Hello, you Who? | Me at 10:30. | 1984 |", Scripts.said(script));
    assertEquals(
        List.of(1.0, 5.0, 7.0, 9.0), script.cues().stream().map(ScriptCue::start).toList());
  }

  @Test
  void saysEachLineOfRollingCaptionsOnce() {
    String rolling =
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nthe first line\n\n"
            + "00:02.000 --> 00:02.010\nthe first line\n \n\n"
            + "00:02.010 --> 00:04.000\nthe first line\nthe second line\n\n"
            + "00:04.000 --> 00:04.010\nthe second line\n\n"
            + "00:04.010 --> 00:06.000\nthe second line\nthe third line\n";
    assertEquals("the first line the second line the third line |", Scripts.said(rolling));
    String real =
        "00:00.000 --> 00:01.000\nNo.\n\n00:01.000 --> 00:02.000\nNo.\n\n"
            + "00:02.000 --> 00:03.000\nNo.\n";
    assertEquals("No. | No. | No. |", Scripts.said(real), "what is said again is no repetition");
  }

  @Test
  void leavesNothingOutOverTheEndOfACue() {
    for (String signs : List.of("[]", "()", "<!---->", "<style></style>", "**")) {
      String open = signs.substring(0, signs.length() / 2);
      String close = signs.substring(signs.length() / 2);
      String srt = SRT.replace("hills.", "hills. " + open).replace("to the sea", close + " sea");
      assertEquals(3, Scripts.read(srt, "en").cues().size(), signs);
    }
  }

  /** Whatever a script is made of, it is read, and a word has something that is said. */
  @Test
  void readsAnyMixtureOfSigns() {
    String[] parts =
        ("a word Mr. U.S. \u2003 \n \n\n * ** _ ` [ ] ( ) ! # #\u2003 -\u2003 1.\u2003 2.\u2003 | |- --- <b> </b> < &amp; "
                + "\u266a \u00ab \u00bb \u00a0 \u200b \u6211\u4eec \uff0c \u3002 \u300c \u300d \u0e44\u0e17\u0e22 3.5 $ % \u2014 ... , \" \u201c \u201e NAME: Anna:\u2003 "
                + "00:01\u2003-->\u200300:02 00:01,000\u2003-->\u200300:02,000 WEBVTT \ud83c\udf89 \u0301 {\\an8} [x](y.z) \u00bd \u2167")
            .split(" ");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder script = new StringBuilder();
      for (int k = random.nextInt(50); k > 0; k--) {
        script.append(parts[random.nextInt(parts.length)].replace('\u2003', ' '));
      }
      String language = List.of("en", "de", "zh", "th", "auto", "xx").get(random.nextInt(6));
      Script read =
          assertDoesNotThrow(() -> Scripts.read(script.toString(), language), "seed " + seed);
      assertTrue(read.words().stream().allMatch(word -> Signs.isSaid(word.text())), "seed " + seed);
    }
  }

  @Test
  void keepsTextBeforeTheFirstCueAndBadTimes() {
    String text = "A title\n\n" + SRT.replace("00:00:01,900", "00:00:00,100");
    Script script = Scripts.read(text, "en");
    assertEquals("A title " + SAID, Scripts.said(script));
    assertEquals(new ScriptCue(0.4, 0.4, 2, 7), script.cues().get(0));
  }

  @Test
  void leavesTextsThatTalkOfTimesAlone() {
    for (String text :
        List.of(
            "At 10:30 --> we left.", "From 00:01,000 to 00:02,000 it rained.", "12:30, 13:45")) {
      assertEquals(List.of(), Scripts.read(text, "en").cues(), text);
      assertEquals(text.split(" ")[0], Scripts.read(text, "en").words().get(0).text());
    }
  }
}
