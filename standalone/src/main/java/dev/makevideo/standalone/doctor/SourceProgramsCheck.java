package dev.makevideo.standalone.doctor;

import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.ytdlp.Python;
import dev.makevideo.platform.ytdlp.YtDlp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the clip sources that are programs can be started. Fetches nothing. */
final class SourceProgramsCheck {
  private static final String YT_DLP = "yt-dlp";
  private static final String TERMS = "; the terms of use of the sites it asks are yours to keep";

  private final Settings settings;
  private final Map<String, String> environment;

  SourceProgramsCheck(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  List<Finding> look() throws InterruptedException {
    SourceProgramSettings programs = settings.services().sources().programs();
    List<Finding> findings = new ArrayList<>(List.of(ytDlp(programs.ytDlp())));
    programs.command().map(SourceProgramsCheck::command).ifPresent(findings::add);
    return findings;
  }

  private static Finding command(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program)
        ? Finding.ok("own source", program.toString())
        : Finding.missing(
            "own source",
            program + " is no executable file",
            "mend it, or unset " + SourceProgramSettings.COMMAND);
  }

  private Finding ytDlp(YtDlpUse use) throws InterruptedException {
    if (!use.wanted()) {
      return Finding.ok(YT_DLP, "off");
    }
    try {
      if (use.named().isPresent()) {
        return Finding.ok(YT_DLP, YtDlp.in(use.named().get(), environment).program() + TERMS);
      }
    } catch (IOException e) {
      return Finding.missing(
          YT_DLP, String.valueOf(e.getMessage()), "mend it, or unset " + YtDlp.SETTING);
    }
    try {
      Path python = Python.locate(environment).program();
      return YtDlp.find(settings.storage().tools())
          .map(folder -> Finding.ok(YT_DLP, folder + ", with " + python + TERMS))
          .orElseGet(
              () ->
                  Finding.note(
                      YT_DLP,
                      "not fetched yet",
                      "only --sources yt-dlp needs it, and fetches it (3 MB, with pip)" + TERMS));
    } catch (IOException e) {
      return Finding.note(
          YT_DLP, String.valueOf(e.getMessage()), "only --sources yt-dlp needs it" + TERMS);
    }
  }
}
