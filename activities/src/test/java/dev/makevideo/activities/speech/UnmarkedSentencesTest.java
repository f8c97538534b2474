package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.script.ScriptReader;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Subtitles;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sentence that no sign ends has cues of its own, however the voice goes on. */
class UnmarkedSentencesTest {
  private static final List<SpeechSegment> ONE_BREATH = List.of(new SpeechSegment(0.2, 9.8));
  private static final double DURATION = 10;

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "# Why we sleep/Every night your brain cleans itself. It dreams. ¦ Why we sleep",
        "### Why we sleep ###/Every night your brain cleans itself. ¦ Why we sleep",
        "Why we sleep/============/Every night your brain cleans itself. ¦ Why we sleep",
        "Why we sleep//Every night your brain cleans itself. ¦ Why we sleep",
        "It dreams.//## Why we sleep//Every night your brain cleans itself. ¦ Why we sleep",
        "- it sorts memories/- it washes waste away/- it rests ¦ it washes waste away",
        "1. it sorts memories/2. it washes waste away/3. it rests ¦ it sorts memories",
        "| Day | Night |/|---|---|/| we learn things | we keep them well | ¦ we learn things",
      })
  void headingsAndItems(String script, String sentence) throws Exception {
    List<Word> words = aligned(script.replace('/', '\n'));
    for (SubtitleStyle style : SubtitleStyle.values()) {
      Subtitles made = Subtitles.make(words, ONE_BREATH, DURATION, style, "en");
      if (!style.isDrawn()) {
        continue;
      }
      requireAlone(sentence.strip(), made.cues().cues().stream().map(Cue::text).toList());
      requireAlone(sentence.strip(), srtTexts(made.srt()));
    }
  }

  @Test
  void stayEndsWhenTheTranscriptIsStored() throws Exception {
    List<Word> words = aligned("# Why we sleep\nEvery night your brain cleans itself.");
    Transcript before = Transcript.of("en", "script", words);
    byte[] json = Payloads.mapper().writeValueAsBytes(before);
    assertEquals(before, Payloads.mapper().readValue(json, Transcript.class));
    assertTrue(words.get(2).ends() && !words.get(1).ends(), "" + words);
    String old = "{\"text\":\"sleep\",\"start\":1,\"end\":2}";
    assertFalse(Payloads.mapper().readValue(old, Word.class).ends());
    assertFalse(Payloads.mapper().writeValueAsString(new Word("a", 1, 2)).contains("ends"));
  }

  private static List<Word> aligned(String text) throws Exception {
    Script script = ScriptReader.read(text.getBytes(StandardCharsets.UTF_8), "en");
    return ScriptAligner.align(script.words(), ONE_BREATH, DURATION);
  }

  /** No cue has words of the sentence and of another one. */
  private static void requireAlone(String sentence, List<String> cues) {
    List<String> own = new ArrayList<>();
    for (String cue : cues) {
      if (sentence.contains(cue)) {
        own.add(cue);
      }
    }
    assertEquals(sentence, String.join(" ", own), "in " + cues);
  }

  private static List<String> srtTexts(String srt) {
    return Arrays.stream(srt.strip().split("\\R\\R"))
        .map(cue -> cue.split("\\R", 3)[2].replaceAll("\\s+", " "))
        .toList();
  }
}
