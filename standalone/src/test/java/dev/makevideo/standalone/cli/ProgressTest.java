package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.wire.Payloads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

  @Test
  void noLineIsWiderThanTheTerminal() throws Exception {
    List<String> lines = Progress.block(job(Jobs.RUNNING), 30);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 30), lines.toString());
    assertTrue(lines.get(lines.size() - 1).endsWith("…"), lines.toString());
  }

  @Test
  void inAPipeTheSameStateIsPrintedOnce() throws Exception {
    Progress progress = new Progress(console(false));
    progress.show(job(Jobs.RUNNING));
    progress.show(job(Jobs.RUNNING));
    assertEquals(3, text().lines().count(), text());
    assertTrue(text().lines().noneMatch(line -> line.contains("\u001b")), text());
  }

  @Test
  void inAPipeAChangedCountSoonAfterIsHeldBackButANewStateIsNot() throws Exception {
    Progress progress = new Progress(console(false));
    progress.show(job(Jobs.RUNNING));
    progress.show(job(Jobs.RUNNING.replace("\"done\":4", "\"done\":5")));
    assertTrue(!text().contains("5/10"), text());
    progress.show(job(Jobs.COMPLETED));
    assertTrue(text().contains("completed downloading_shorts       10/10  1 m 05 s"), text());
  }

  @Test
  void whatIsToldWhileABlockIsShownGoesAboveIt() {
    Console console = console(true);
    console.redraw(List.of("one", "two"));
    console.tell("notice");
    console.release();
    console.tell("after");
    String up = "\u001b[1A\u001b[2K";
    assertEquals("one\ntwo\n" + up + up + "notice\none\ntwo\nafter\n", text());
  }

  @ParameterizedTest
  @CsvSource({"0,0.0 s", "9940,9.9 s", "38000,38 s", "125000,2 m 05 s", "3720000,1 h 02 m"})
  void spansReadWell(long millis, String text) {
    assertEquals(text, Spans.of(Duration.ofMillis(millis)));
  }

  private static ReportedJob job(String json) throws Exception {
    return ReportedJob.of(Payloads.mapper().readTree(json));
  }

  private Console console(boolean terminal) {
    return new Console(stream, stream, new Console.Terminal(terminal, terminal, 80));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
