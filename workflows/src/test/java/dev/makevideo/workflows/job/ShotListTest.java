package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShotListTest {
  private static String refusal(String list) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ShotList.read(List.of(), list))
            .getMessage());
  }

  private static Shot shot(String line) {
    return ShotList.read(List.of(), line).shots().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0:12 steam; 12000; ",
        "0:12.5: steam; 12500; ",
        "00:12,25 steam; 12250; ",
        "1:02:03 steam; 3723000; ",
        "12s steam; 12000; ",
        "12.5 s | steam; 12500; ",
        "0:12-0:20 steam; 12000; 20000",
        "0:12 - 0:20 = steam; 12000; 20000",
        "0:12–0:20.5\tsteam; 12000; 20500",
        "3s—4.5s steam; 3000; 4500",
        "90:00 steam; 5400000; ",
      })
  void readsTimesAsPeopleWriteThem(String line, long from, Long to) {
    Shot shot = shot(line);
    assertEquals(
        Optional.of(
            new Shot.Span(
                Duration.ofMillis(from), Optional.ofNullable(to).map(Duration::ofMillis))),
        shot.time());
    assertEquals("steam", ShotList.read(List.of(), line).texts().get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "p2 steam, 2, 2",
    "P 2: steam, 2, 2",
    "paragraph 12 steam, 12, 12",
    "Paragraphs 2-3: steam, 2, 3",
    "par. 2 – 4 steam, 2, 4",
    "¶7 steam, 7, 7",
  })
  void readsParagraphs(String line, int first, int last) {
    assertEquals(Optional.of(new Shot.Paragraphs(first, last)), shot(line).paragraphs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"we walk: on\" steam",
        "\"we walk: on\": steam",
        "“we walk: on” steam",
        "„we walk: on“ steam",
        "«we walk: on» = steam",
      })
  void readsQuotedWords(String line) {
    assertEquals(Optional.of("we walk: on"), shot(line).words());
  }

  @Test
  void passesOverCommentsAndCountsLinesAsAnEditorDoes() {
    Phrases phrases =
        ShotList.read(
            List.of("sea", "steam"),
            "\ufeff# my shots\r\n\r\n0:00 city at night\r\n  0:10 steam  \r\n0:20 city at night\r\n");
    assertEquals(List.of("sea", "steam", "city at night"), phrases.texts());
    assertEquals(2, phrases.general());
    assertEquals(List.of(3, 4, 5), phrases.shots().stream().map(Shot::line).toList());
    assertEquals(List.of(2, 1, 2), phrases.shots().stream().map(Shot::phrase).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "steam; line 1 of the shot list is \"steam\": begin it with a time",
        "12 steam; line 1 of the shot list is \"12 steam\": begin it",
        "0:12; begin it with a time",
        "0:75 steam; begin it with a time",
        "\"\" steam; words are 1 to 200",
        "p0 steam; paragraphs count from 1",
        "p3-2 steam; paragraphs count from 1",
        "0:20-0:12 steam; a part has a length",
        "# nothing; has no line with a shot",
      })
  void saysWhichLineIsWrongAndWhatToDo(String line, String said) {
    String message = refusal(line);
    assertTrue(message.contains(said), message);
  }

  @Test
  void refusesTwoShotsAtOneTime() {
    for (String list : List.of("0:05 a\n0:05 b", "0:00-0:06 a\n0:05 b", "0:05 b\n0:00-0:06 a")) {
      String message = refusal(list);
      assertTrue(message.contains("of the shot list are at the same time"), message);
    }
    assertEquals(2, ShotList.read(List.of(), "0:00-0:05 a\n0:05 b").shots().size());
  }

  @Test
  void boundsEverything() {
    String many = "p1 x\n".repeat(101);
    assertTrue(refusal(many).contains("has 101 lines; allowed: 100"));
    List<String> phrases =
        ShotList.phrases(
            "a phrase",
            String.join(
                "\n", java.util.stream.IntStream.range(0, 21).mapToObj(i -> "x" + i).toList()));
    assertThrows(IllegalArgumentException.class, () -> ShotList.read(phrases, ""));
    assertThrows(
        IllegalArgumentException.class, () -> ShotList.phrases("a phrase", "x".repeat(201)));
    assertThrows(
        IllegalArgumentException.class, () -> ShotList.read(List.of(), "p1 " + "x".repeat(201)));
    assertThrows(
        IllegalArgumentException.class,
        () -> ShotList.read(List.of(), "\"" + "x".repeat(201) + "\" y"));
    assertThrows(IllegalArgumentException.class, () -> ShotList.read(List.of(), "p99999999999 x"));
  }

  @Test
  void takesEachPhraseOnce() {
    assertEquals(List.of("sea", "rocks"), ShotList.phrases("a phrase", " sea \n\nrocks\r\nsea\n"));
  }
}
