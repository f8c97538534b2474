package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodingRulesTest {
  @TempDir Path folder;

  @Test
  void readsBothListsWithoutWhatStandsForNone() throws IOException {
    DecodingRules rules =
        read("{\"suppress_ids\": [1, -1, 7], \"suppress_ids_begin\": [220, 50257], \"x\": 1}");
    assertEquals(List.of(1, 7), rules.never());
    assertEquals(List.of(220, 50257), rules.notFirst());
  }

  @Test
  void namesTheListThatIsMissing() {
    for (String rest : List.of("", ", \"suppress_ids_begin\": []", ", \"suppress_ids_begin\": 5")) {
      IOException e =
          assertThrows(IOException.class, () -> read("{\"suppress_ids\": [1]" + rest + "}"));
      assertTrue(String.valueOf(e.getMessage()).contains("suppress_ids_begin"), e.getMessage());
    }
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThrows(IOException.class, () -> read("suppress_ids"));
    assertThrows(IOException.class, () -> DecodingRules.read(folder.resolve("none")));
  }

  private DecodingRules read(String text) throws IOException {
    return DecodingRules.read(Files.writeString(folder.resolve("config.json"), text));
  }
}
