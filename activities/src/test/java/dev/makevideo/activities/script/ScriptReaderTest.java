package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.media.ScriptUnusableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptReaderTest {
  /** Nothing of these is a sign of a format. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "We love C# and F# and #1 hits, #sunset.",
        "5 * 3 is 15, and 2*3*4 is 24 (more than 20).",
        "The name a_b_c and snake_case and __dirname stay.",
        "If 3 < 4 and 5 > 4, then a<b and c>d.",
        "It was - 5 °C at night.",
        "Visit https://example.org/a_b_c?d=*e* or www.example.org/x.",
        "Write to first.last@example.org, e.g. today.",
        "Note: this is 10:30 to 11:45.",
        "There is one rule: be kind.",
        "He paid $5 (five dollars) for a 50% share & more.",
        "It is f*ck and sh*t, a 5* hotel and 4* inn.",
        "AT&T and R&D; and &c.",
        "He said \"go\" and 'stay' and don`t.",
        "x = y + z; a|b; c ~ d; ~5 m.",
        "Tom (who is kept) and Ann (the band) left.",
        "He loved it (really).",
        "A.B. (born 1950) sang.",
        "Well... no -- yes \u2013 maybe.",
        "Path C:\\dir\\file and 1/2 and 3^2.",
        "Use List<String> twice.",
      })
  void leavesOrdinaryTextUntouched(String text) {
    Script script = Scripts.read(text, "en");
    String words = Scripts.said(script).replace(" |", "");
    assertEquals(text, words);
    assertEquals(List.of(), script.warnings());
  }

  @Test
  void saysHeadingsAndItemsAsSentences() {
    assertEquals(
        "Why we sleep | Every night. | First | Then | One | Two | Below | A quote. |",
        Scripts.said(
            "# Why we sleep #\n\n---\n**Every night.**\n- First\n* [x] Then\n\n1. One\n2. Two\n"
                + "Below\n=====\n> A quote."));
    assertEquals("1. Januar was |", Scripts.said("1. Januar was"));
    assertEquals("A | 3 C | 4 C |", Scripts.said("A\n- 3 C\n- 4 C"));
  }

  @Test
  void takesEmphasisCodeAndLinksAway() {
    assertEquals(
        "bold very both some code gone a link ref x@y.org see it here |",
        Scripts.said(
            "**bold** __very__ ***both*** `some code` ~~gone~~ [a link](https://a.org/b_(c) \"t\")"
                + " [ref][1] <x@y.org> see _it_ here[^2]![pic](a.png)\n\n[1]: http://a.org\n[^2]: n"));
    assertEquals(
        "Bold over two lines and nested. |",
        Scripts.said("**Bold over\ntwo *lines* and** nested."));
    assertEquals("*not* this_one* |", Scripts.said("\\*not\\* this\\_one\\*"));
    Script chinese = Scripts.read("\u8fd9\u662f**\u91cd\u70b9**\u5185\u5bb9\u3002", "zh");
    assertTrue(chinese.words().stream().noneMatch(word -> word.text().contains("*")));
  }

  @Test
  void leavesOutSettingsCommentsCodeRulesAndTables() {
    assertEquals(
        "Hello. | Bye. |",
        Scripts.said(
            "---\ntitle: A talk\ntags:\n  - x\n---\nHello. <!-- not\nthis -->\n\n```java\nint x;\n```\n"
                + "* * *\n\u2014\u2014\u2014\n~~~~\nBye."));
    assertEquals("All is code. |", Scripts.said("```\nAll is code.\n```"));
    assertEquals("a | b | 1 | 2 |", Scripts.said("| a | b |\n|---|:-:|\n| 1 | 2 |"));
    assertEquals("Yes. | So it is: well. |", Scripts.said("---\nYes.\nSo it is: well.\n---"));
  }

  @Test
  void takesTagsAwayAndDecodesEntities() {
    assertEquals(
        "Hello World Wide Web & <you> caf\u00e9 \u2014 AT&T |",
        Scripts.said(
            "<?xml version=\"1.0\"?><speak version='1.1'>Hello <break time=\"1s\"/>"
                + "<sub alias=\"World Wide Web\">World Wide Web</sub> <amazon:effect name=\"w\">&amp;"
                + "</amazon:effect> &lt;you&gt; caf&eacute; &#8212; <x>AT&amp;T</x></speak>"));
    assertEquals("One. | Two | Three |", Scripts.said("<p>One.</p><s>Two</s><div>Three</div>"));
    assertEquals(
        List.of("script: left out 2 tags (<break/>, <break time=\"1s\"/>)"),
        Scripts.warnings("a <break/> b <break time=\"1s\"/> c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "One [upbeat music] two. # One two. |",
        "(pause) One. (laughs softly) Two (soft music) end. # One. | Two end. |",
        "One.\\n(She turns to the camera)\\nTwo. # One. | Two. |",
        "It goes on\\n(kept asides)\\nin a paragraph. # It goes on (kept asides) in a paragraph. |",
        "\u266a la la la \u266a Hello \u266b # Hello |",
        "SFX: a door\\nHello.\\nMUSIC: swells # Hello. |",
        "*sighs*\\nIt is *music* to me. # It is music to me. |",
        "(0:15) Hello (beat) you (short beat). # Hello you |",
        "(pausa) Hola (m\u00fasica suave) y (risas). # Hola y |",
        "(Lacht) Gut (leise Musik) so (Applaus). # Gut so |",
        "(rires) Bon (musique douce) soir. # Bon soir. |",
      })
  void leavesOutStageDirections(String text, String said) {
    String found = Scripts.said(text.strip().replace("\\n", "\n"));
    assertEquals(said.strip(), found.replace(" .", "").replace("|.", "|"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "NARRATOR: Sleep well! # Sleep well! |",
        "**Anna:** Hi.\\n**Bob:** Yo.\\n**Anna:** Bye.\\n**Bob:** Ok. # Hi. | Yo. | Bye. | Ok. |",
        "Host 1: Welcome.\\nHost 2: Thanks. # Welcome. | Thanks. |",
        "Sprecherin: Hallo.\\nNarrateur : Oui. # Hallo. | Oui. |",
        "Sara: Hi\\nTom: Hey\\nSara: Bye # Hi | Hey | Bye |",
        "Rome: a\\nOslo: b\\nBonn: c\\nRome: d\\nKiel: e # a Oslo: b Bonn: c | d Kiel: e |",
        "ANNA (V.O.): Hello. # Hello. |",
        "Paris: the city.\\nRome: the other. # Paris: the city. | Rome: the other. |",
        "Note: one.\\nNote: two. # Note: one. | Note: two. |",
        "NOTE: read this. Remember: it. # NOTE: read this. | Remember: it. |",
        "Q: Why?\\nA: So.\\nQ: How?\\nA: Well. # Why? | So. | How? | Well. |",
        "Step 1: wash.\\nStep 2: dry. # Step 1: wash. | Step 2: dry. |",
        "\u65c1\u767d\uff1aHello. # Hello. |",
      })
  void leavesOutSpeakersNames(String text, String said) {
    assertEquals(said.strip(), Scripts.said(text.strip().replace("\\n", "\n")));
  }

  @Test
  void countsWhatItLeavesOutAndShowsThree() {
    assertEquals(
        List.of("script: left out 5 stage directions ([a], [b], [c], \u2026)"),
        Scripts.warnings("[a] x [b] y [c] z [a] [d]"));
    String longest = Scripts.warnings("[" + "long ".repeat(30) + "] x").get(0);
    assertTrue(longest.endsWith("\u2026)") && longest.length() < 100, longest);
  }

  @Test
  void takesPagesAndInvisibleSignsForWhatTheyAre() {
    assertEquals(
        "One | Two | three four |",
        Scripts.said("One\fTwo\u2029thr\u00adee\ufeff\u2028four\u001a"));
  }

  @Test
  void refusesWhatIsNoTextAndTakesAnEmptyOne() {
    byte[] rtf = "{\\rtf1 Hello}".getBytes(StandardCharsets.UTF_8);
    ScriptUnusableException refusal =
        assertThrows(ScriptUnusableException.class, () -> ScriptReader.read(rtf, "en"));
    assertEquals("is an RTF document: save it as plain text (UTF-8)", refusal.reason());
    assertEquals(List.of(), Scripts.read(" \n[music]\n***\n", "en").words());
    assertEquals(List.of(), Scripts.read("", "").words());
  }

  /** Long scripts of signs that a pattern could try in too many ways. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*a ",
        "[a](b ",
        "<style>",
        "(a ",
        "|a\n",
        "```a\n",
        "> > ",
        "1. a\n",
        "#\n",
        "**",
        "a\n\n",
        "- - - -\nx\n",
        "![a"
      })
  void readsLongScriptsOfSignsInTime(String part) {
    byte[] bytes = part.repeat(100_000 / part.length()).getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ScriptReader.read(bytes, "en"));
  }
}
