package dev.makevideo.standalone.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryReplayTest {
  private static final Path RECORDED =
      Path.of("..", "workflows", "src", "test", "resources", "histories");

  @TempDir Path folder;

  static Stream<Path> recorded() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void everyRecordedHistoryReplays(Path file) throws IOException {
    HistoryReplay.Verdict verdict = HistoryReplay.read(file).run();
    assertTrue(verdict.fits(), verdict.sentence());
  }

  @Test
  void namesTheEventWhereCodeAndHistoryPart() throws IOException {
    String text = Files.readString(RECORDED.resolve("happy-path.json"));
    Path changed = write(text.replace("\"renderSegment\"", "\"somethingElse\""));
    HistoryReplay.Verdict verdict = HistoryReplay.read(changed).run();
    assertFalse(verdict.fits());
    assertTrue(verdict.event() > 10, verdict::toString);
    assertTrue(verdict.sentence().contains("ACTIVITY_TASK_SCHEDULED"), verdict.sentence());
  }

  @Test
  void anArrayOfEventsIsAHistoryToo() throws IOException {
    String text = Files.readString(RECORDED.resolve("no-subtitles.json")).strip();
    Path array = write(text.substring(text.indexOf('['), text.lastIndexOf(']') + 1));
    assertTrue(HistoryReplay.read(array).run().fits());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{}",
        "[]",
        "[[[[",
        "{\"events\": 7}",
        "{\"events\": [{\"eventId\": \"1\"}]}",
        "{\"events\":[{\"eventId\":\"1\",\"eventType\":\"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED\","
            + "\"workflowExecutionStartedEventAttributes\":{\"workflowType\":{\"name\":\"Other\"}}}]}"
      })
  void whatIsNoHistoryOfAJobIsSaidSo(String text) throws IOException {
    Path file = write(text);
    HistoryReplay.NoHistoryException refused =
        assertThrows(HistoryReplay.NoHistoryException.class, () -> HistoryReplay.read(file));
    assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()), refused::toString);
  }

  @Test
  void bytesThatAreNoTextAreSaidSo() throws IOException {
    Path file = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThrows(HistoryReplay.NoHistoryException.class, () -> HistoryReplay.read(file));
    assertThrows(NoSuchFileException.class, () -> HistoryReplay.read(folder.resolve("not-there")));
  }

  @Test
  void aHistoryThatIsCutOffIsNoReasonToCrash() throws IOException {
    String text = Files.readString(RECORDED.resolve("happy-path.json"));
    int end = text.lastIndexOf(",\n    {\n", text.length() / 2);
    int cut = end < 0 ? text.indexOf("}, {", text.length() / 2) + 1 : end;
    Path file = write(text.substring(0, cut) + "]}");
    HistoryReplay history = HistoryReplay.read(file);
    assertTrue(history.events() > 10);
    HistoryReplay.Verdict verdict = history.run();
    assertEquals(verdict.fits(), verdict.sentence().isEmpty(), verdict::toString);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("history.json"), text);
  }
}
