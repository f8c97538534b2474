package dev.makevideo.standalone.cli;

import dev.makevideo.workflows.job.JobOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The service speaks of the fields of its API; people at the command line gave options. */
final class RefusedFields {
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("script", "--script FILE"),
          Map.entry("subtitles", "--script FILE or --subtitles none"),
          Map.entry("clips_folder", "--clips DIR or --clips URLS-FILE"),
          Map.entry("clips_urls", "--clips DIR or --clips URLS-FILE"),
          Map.entry("clips", "--clips DIR"),
          Map.entry("music", "--music FILE"),
          Map.entry("metadata", "--metadata NAME=TEXT"),
          Map.entry("shots", "--shots FILE"),
          Map.entry("query", "--query Q"),
          Map.entry(BatchFile.WEBHOOK_URL, "--webhook-url URL"));

  private RefusedFields() {}

  /** The options that say what the field says. */
  static Optional<String> options(String field) {
    return Optional.ofNullable(OPTIONS.get(field))
        .or(
            () ->
                Stream.of(JobOption.values())
                    .filter(option -> option.label().equals(field))
                    .map(JobOption::onCommandLine)
                    .map(form -> (form.name() + " " + form.parameter()).strip())
                    .findFirst());
  }
}
