package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The two forms of a submission, with the same fields under different names; and a narration. */
public enum FormShape {
  /** {@code POST /create}: every refusal of the content is a 400. */
  CREATE(
      Map.of(
          Field.AUDIO, "audio_file",
          Field.QUERY, "query",
          Field.MAX_SHORTS, "max_shorts",
          Field.ASPECT_RATIO, "aspect_ratio",
          Field.CROP_POSITION, "crop_position",
          Field.LANGUAGE, "subtitle_language",
          Field.SUBTITLES, "subtitle_style")),
  /** {@code POST /v1/conversations/{id}/narration}. */
  NARRATION(Map.of(Field.AUDIO, "audio")),
  /** {@code POST /v1/videos}. */
  V1(Arrays.stream(Field.values()).collect(Collectors.toMap(field -> field, Field::label)));

  private static final String METADATA = "metadata";
  private static final String WEBHOOK = "webhook_url";
  private static final int LONGEST_SHOWN = 100;
  private final Map<Field, String> names;

  FormShape(Map<Field, String> names) {
    this.names = new EnumMap<>(names);
  }

  /** The field's name on the wire. */
  public String name(Field field) {
    return Optional.ofNullable(names.get(field)).orElse(field.name());
  }

  /** Whether this form has the field at all. */
  public boolean has(Field field) {
    return names.containsKey(field);
  }

  /** Whether the part of this name has the metadata; it is no field of the job itself. */
  public boolean isMetadata(String name) {
    return this == V1 && name.equals(METADATA);
  }

  /** Whether the part of this name has the URL for events; that is none either. */
  public boolean isWebhook(String name) {
    return this == V1 && name.equals(WEBHOOK);
  }

  /**
   * @throws ProblemException with 400 and the nearest known name, if there is no such field
   */
  public Field field(String name) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /** The problem as this form reports it. */
  public ProblemException report(ProblemException problem) {
    boolean content = problem.status() == 413 || problem.status() == 415 || problem.status() == 422;
    return this == CREATE && content ? problem.withStatus(400) : problem;
  }

  private ProblemException unknown(String name) {
    List<String> all = new ArrayList<>(names.values());
    if (this == V1) {
      all.add(METADATA);
      all.add(WEBHOOK);
    }
    String nearest =
        all.stream()
            .min(Comparator.comparingInt(known -> distance(name, known)))
            .filter(known -> 2 * distance(name, known) <= known.length())
            .map(known -> "; did you mean " + known + "?")
            .orElse("; known: " + all.stream().sorted().collect(Collectors.joining(", ")));
    String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "There is no field \"" + shown + "\"" + nearest, shown);
  }

  /** Levenshtein's edit distance; the beginning of a name is near it. */
  private static int distance(String a, String b) {
    if (a.length() > LONGEST_SHOWN || (!a.isEmpty() && b.startsWith(a))) {
      return a.length() > LONGEST_SHOWN ? a.length() : 1;
    }
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
