package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV as RFC 4180 and spreadsheets have it, and JSON lines. */
final class BatchFileTest {
  @TempDir Path folder;

  private List<BatchFile.Row> rows(String text) throws Exception {
    return BatchFile.read(Files.writeString(folder.resolve("jobs"), text)).rows();
  }

  private String refused(String text) {
    return String.valueOf(assertThrows(CommandException.class, () -> rows(text)).getMessage());
  }

  private static String trouble(BatchFile.Row row) {
    return row.trouble().orElseThrow().sentence();
  }

  @Test
  void readsQuotesCommasLineEndsAndAByteOrderMark() throws Exception {
    List<BatchFile.Row> rows =
        rows(
            "\ufeffaudio,query,script\r\n"
                + "a.mp3,\"one, two\",\"He said \"\"yes\"\".\r\nAnd left.\"\r\n"
                + "\r\n"
                + "b.mp3,,\"\"\r\n"
                + "c.mp3,wörds,last");
    assertEquals(3, rows.size(), rows.toString());
    assertEquals("one, two", rows.get(0).values().get("query"));
    assertEquals("He said \"yes\".\r\nAnd left.", rows.get(0).values().get("script"));
    assertEquals(List.of("audio"), List.copyOf(rows.get(1).values().keySet()));
    assertEquals("last", rows.get(2).values().get("script"));
    assertEquals(
        List.of(2, 5, 6), rows.stream().map(BatchFile.Row::line).toList(), "as an editor counts");
  }

  @Test
  void aRowWithTooFewOrTooManyValuesIsNamedAndOthersAreRead() throws Exception {
    List<BatchFile.Row> rows = rows("audio,query\na.mp3\nb.mp3,sea\nc.mp3,sea,more\n");
    assertTrue(trouble(rows.get(0)).contains("1 values for 2 columns"), rows.toString());
    assertEquals("sea", rows.get(1).values().get("query"));
    assertTrue(trouble(rows.get(2)).contains("3 values for 2 columns"), rows.toString());
    assertEquals(List.of(2, 3, 4), rows.stream().map(BatchFile.Row::line).toList());
  }

  @Test
  void aQuoteThatIsNotClosedIsNamed() throws Exception {
    List<BatchFile.Row> rows = rows("audio,query\na.mp3,sea\nb.mp3,\"open\nc.mp3,sea\n");
    assertEquals("sea", rows.get(0).values().get("query"));
    assertTrue(
        trouble(rows.get(rows.size() - 1)).contains("cannot be read from here on"),
        rows.toString());
  }

  @Test
  void columnsThatAreNotKnownOrThereTwiceAreRefused() {
    assertTrue(refused("audio,phrase\na,b\n").contains("line 1: the column \"phrase\""));
    assertTrue(refused("audio,phrase\na,b\n").contains("aspect_ratio"));
    assertTrue(refused("audio,audio\na,b\n").contains("there twice"));
    assertTrue(refused("audio,query\n").contains("has 0 jobs"));
    assertTrue(refused("").contains("has 0 jobs"));
  }

  @Test
  void whatIsNotUtf8IsRefused() throws Exception {
    Path file = folder.resolve("latin.csv");
    Files.write(file, "audio,query\na,m\u00f6we\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandException e = assertThrows(CommandException.class, () -> BatchFile.read(file));
    assertTrue(String.valueOf(e.getMessage()).contains("is not UTF-8"), e.getMessage());
  }

  @Test
  void readsJsonLinesWithTheirTypes() throws Exception {
    List<BatchFile.Row> rows =
        rows(
            """
            {"audio":"a.mp3","query":["sea","harbour"],"max_shorts":7,"check_text":false}

            {"audio":"b.mp3","metadata":{"campaign":"spring"},"sources":["folder","pexels"]}
            {"audio":
            {"audio":"c.mp3","colour":"red"}
            {"audio":{"file":"c.mp3"}}
            {"audio":"c.mp3","audio":"d.mp3"}
            """);
    assertEquals("sea\nharbour", rows.get(0).values().get("query"));
    assertEquals("7", rows.get(0).values().get("max_shorts"));
    assertEquals("false", rows.get(0).values().get("check_text"));
    assertEquals("{\"campaign\":\"spring\"}", rows.get(1).values().get("metadata"));
    assertEquals("folder,pexels", rows.get(1).values().get("sources"));
    assertEquals(List.of(1, 3, 4, 5, 6, 7), rows.stream().map(BatchFile.Row::line).toList());
    assertTrue(trouble(rows.get(2)).contains("not JSON"), rows.toString());
    assertTrue(trouble(rows.get(3)).startsWith("field colour: there is no such"), rows.toString());
    assertTrue(trouble(rows.get(4)).startsWith("field audio: must be"), rows.toString());
    assertTrue(trouble(rows.get(5)).contains("Duplicate"), rows.toString());
  }
}
