package dev.makevideo.standalone.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Jobs as a table, a line each. */
final class JobTable {
  private static final int LONGEST_PHRASE = 60;

  private final TextTable table = new TextTable("ID", "STATUS", "PROGRESS", "AGE", "PHRASE");
  private final Instant now;

  JobTable(Instant now) {
    this.now = now;
  }

  void add(ReportedJob job) {
    String phrase = job.json().path("query").asText("");
    table.row(
        job.id(),
        job.held().orElse(job.status()),
        job.percent() + " %",
        age(job.json().path("created_at").asText("")),
        phrase.length() > LONGEST_PHRASE ? phrase.substring(0, LONGEST_PHRASE) + "…" : phrase);
  }

  List<String> lines(int width) {
    return table.lines(width);
  }

  /** In the largest unit of which there is one. */
  private String age(String created) {
    try {
      Duration age = Duration.between(Instant.parse(created), now);
      if (age.toDays() > 0) {
        return age.toDays() + " d";
      }
      if (age.toHours() > 0) {
        return age.toHours() + " h";
      }
      return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    } catch (DateTimeException e) {
      return "";
    }
  }
}
