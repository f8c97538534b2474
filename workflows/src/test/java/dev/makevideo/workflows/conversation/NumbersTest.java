package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "007, 007",
    "eighty, 80",
    "twenty-one, 21",
    "one hundred, 100",
    "hundred, 100",
    "two hundred and five, 205",
    "three hundred and twenty-five, 325",
    "three thousand, 3000",
    "one thousand two hundred, 1200",
    "oitenta, 80",
    "vinte e um, 21",
    "cem, 100",
    "cento e vinte, 120",
    "quinhentos, 500",
    "dois mil, 2000",
    "mil, 1000",
    "duas, 2",
    "quatorze, 14",
    "dezenove, 19",
    "hundred hundred hundred hundred hundred hundred hundred, 100000000",
    "three and sky, 3",
  })
  void readsNumbers(String words, String value) {
    assertEquals(Optional.of(value), number(words));
  }

  private static Optional<String> number(String words) {
    return Numbers.number(Utterance.of(words).tokens(), 0).map(Numbers.Found::value);
  }

  @Test
  void otherWordsAreNone() {
    assertEquals(Optional.empty(), number("sky"));
    assertEquals(Optional.empty(), number("well-known"));
  }

  @ParameterizedTest
  @CsvSource({
    "40s, 40",
    "2min, 120",
    "40 seconds, 40",
    "forty seconds, 40",
    "quarenta segundos, 40",
    "2 minutes, 120",
    "um minuto, 60",
    "two minutes and a half, 150",
    "dois minutos e meio, 150",
    "2 minutes and 30 seconds, 150",
    "2 minutos e 30 segundos, 150",
    "1 min 5 s, 65",
    "meio minuto, 30",
    "half minuto, 30",
    "90 seconds and 5 seconds, 90",
    "2 minutes and 70 seconds, 120",
    "99999999999 minutes, 99999960",
  })
  void readsTimes(String words, String seconds) {
    assertEquals(
        Optional.of(seconds),
        Numbers.duration(Utterance.of(words).tokens(), 0).map(Numbers.Found::value));
  }
}
