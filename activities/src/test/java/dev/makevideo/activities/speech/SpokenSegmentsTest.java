package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenSegmentsTest {
  private static final List<Word> WORDS =
      List.of(new Word("hello", 10, 10.5), new Word("there", 10.5, 11), new Word("you", 20, 20.4));

  @Test
  void leavesOutLoudSoundWithoutWords() {
    List<SpeechSegment> loud =
        List.of(segment(1, 6), segment(9.9, 11.1), segment(13, 18), segment(19.8, 20.5));
    assertEquals(List.of(segment(9.9, 11.1), segment(19.8, 20.5)), SpokenSegments.of(loud, WORDS));
  }

  @Test
  void cutsSpeechOutOfMusic() {
    List<SpeechSegment> spoken = SpokenSegments.of(List.of(segment(0, 30)), WORDS);
    assertEquals(2, spoken.size());
    assertEquals(10, spoken.get(0).start(), 1e-9);
    assertEquals(11.3, spoken.get(0).end(), 1e-9);
    assertEquals(20, spoken.get(1).start(), 1e-9);
  }

  @Test
  void takesTheWordsWhereNothingIsLoud() {
    List<SpeechSegment> runs = List.of(segment(10, 11), segment(20, 20.4));
    assertEquals(runs, SpokenSegments.of(List.of(), WORDS));
    assertEquals(runs, SpokenSegments.of(List.of(segment(1, 6)), WORDS));
    assertEquals(List.of(), SpokenSegments.of(List.of(segment(1, 6)), List.of()));
  }

  @Test
  void doesNotBelieveThatAWordLastsForLong() {
    List<Word> words = List.of(new Word("end", 1, 60));
    double end = SpokenSegments.of(List.of(segment(0.9, 60)), words).get(0).end();
    assertTrue(end < 3, "ends at " + end);
  }

  private static SpeechSegment segment(double start, double end) {
    return new SpeechSegment(start, end);
  }
}
