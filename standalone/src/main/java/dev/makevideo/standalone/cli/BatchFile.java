package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.makevideo.workflows.job.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Jobs of a file: CSV (RFC 4180) with a header, or JSON lines, told apart by the first character.
 * Columns and names are the API's fields.
 *
 * @param folder where names of files in it begin
 */
record BatchFile(Path folder, List<Row> rows) {
  static final String CLIPS = "clips";
  static final String METADATA = "metadata";
  static final String WEBHOOK_URL = "webhook_url";

  private static final int LONGEST = 32 << 20;
  private static final int MOST_ROWS = 10_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /**
   * One job, as it is written.
   *
   * @param line where it begins, from 1
   * @param values by field; absent where nothing was said
   * @param trouble why it is none, if so
   */
  record Row(int line, Map<String, String> values, Optional<BatchTrouble> trouble) {
    static Row bad(int line, String field, String message) {
      return new Row(line, Map.of(), Optional.of(new BatchTrouble(field, message)));
    }
  }

  /**
   * Reads all rows; what is wrong with one of them stands in it.
   *
   * @throws CommandException (usage) if the file as a whole cannot be read
   */
  static BatchFile read(Path file) throws CommandException, IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    }
    if (bytes.length > LONGEST) {
      throw usage(file + " is longer than " + LONGEST + " bytes; split it");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw usage(file + " is not UTF-8 text; save it as UTF-8");
    }
    text = text.startsWith("\ufeff") ? text.substring(1) : text;
    List<Row> rows = text.stripLeading().startsWith("{") ? lines(text) : csv(file, text);
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw usage(file + " has " + rows.size() + " jobs; allowed: 1 to " + MOST_ROWS);
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return new BatchFile(folder, List.copyOf(rows));
  }

  /** What a column may be called. */
  private static Set<String> names() {
    Set<String> names = new TreeSet<>(Set.of(CLIPS, METADATA, WEBHOOK_URL));
    for (Field field : Field.values()) {
      names.add(field.label());
    }
    return names;
  }

  private static List<Row> csv(Path file, String text) throws CommandException, IOException {
    List<Row> rows = new ArrayList<>();
    List<String> heads = List.of();
    List<Integer> lines = CsvLines.of(text);
    int record = 0;
    try (MappingIterator<String[]> records =
        new CsvMapper()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .readerFor(String[].class)
            .readValues(new StringReader(text))) {
      while (records.hasNextValue()) {
        String[] cells = records.nextValue();
        int line = lines.get(Math.min(record++, lines.size() - 1));
        if (heads.isEmpty()) {
          heads = heads(file, cells);
        } else if (rows.size() <= MOST_ROWS) {
          rows.add(row(line, heads, cells));
        }
      }
    } catch (JsonProcessingException e) {
      int at = lines.get(Math.min(record, lines.size() - 1));
      rows.add(Row.bad(at, "", "the CSV cannot be read from here on: " + e.getOriginalMessage()));
    }
    return rows;
  }

  private static List<String> heads(Path file, String[] cells) throws CommandException {
    List<String> heads = new ArrayList<>();
    for (String cell : cells) {
      String head = cell.strip();
      if (!names().contains(head)) {
        throw usage(
            file
                + ", line 1: the column \""
                + JobInputs.shown(head)
                + "\" is not known; allowed: "
                + String.join(", ", names()));
      }
      if (heads.contains(head)) {
        throw usage(file + ", line 1: the column \"" + head + "\" is there twice");
      }
      heads.add(head);
    }
    return heads;
  }

  private static Row row(int line, List<String> heads, String[] cells) {
    if (cells.length != heads.size()) {
      return Row.bad(
          line, "", "there are " + cells.length + " values for " + heads.size() + " columns");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isBlank()) {
        values.put(heads.get(i), cells[i]);
      }
    }
    return new Row(line, values, Optional.empty());
  }

  private static List<Row> lines(String text) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      if (!line.isBlank() && rows.size() <= MOST_ROWS) {
        rows.add(row(number, line));
      }
    }
    return rows;
  }

  private static Row row(int line, String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Row.bad(line, "", "this is not JSON: " + e.getOriginalMessage());
    }
    if (!json.isObject()) {
      return Row.bad(line, "", "this is not a JSON object");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = entry.getKey();
      if (!names().contains(name)) {
        return Row.bad(
            line,
            JobInputs.shown(name),
            "there is no such field; allowed: " + String.join(", ", names()));
      }
      Optional<String> value = value(name, entry.getValue());
      if (value.isEmpty()) {
        return Row.bad(line, name, "must be a text, a number, true or false, or a list of texts");
      }
      values.put(name, value.get());
    }
    return new Row(line, values, Optional.empty());
  }

  private static Optional<String> value(String name, JsonNode value) {
    if (name.equals(METADATA) && value.isObject()) {
      return Optional.of(value.toString());
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      for (JsonNode part : value) {
        if (!part.isTextual() || part.asText().contains("\n")) {
          return Optional.empty();
        }
        parts.add(part.asText());
      }
      return Optional.of(String.join(name.equals(Field.SOURCES.label()) ? "," : "\n", parts));
    }
    return value.isTextual() || value.isBoolean() || value.isNumber()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, "--batch: " + message);
  }
}
