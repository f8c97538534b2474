package dev.makevideo.activities.ytdlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Gets one file by yt-dlp. Thread-safe. */
public final class YtDlpDownload {
  private static final String LABEL = "yt-dlp-download";
  private static final String FACTS = "make-video ";
  private static final int MAX_OUTPUT = 1 << 20;
  private static final int LONGEST_SECONDS = 600;

  /** Pages, lists of pieces and what is said round about come on top of the file. */
  private static final long OVERHEAD = 32_000_000;

  /** One file as it is: nothing is joined or mended, which would want ffmpeg. */
  private static final String FORMATS =
      "bv*[protocol=https]/bv*[protocol=http]/bv*[protocol=http_dash_segments]"
          + "/bv*[protocol=m3u8_native]";

  private static final List<String> OPTIONS =
      List.of(
          "--no-simulate",
          "--no-quiet",
          "--no-progress",
          "--abort-on-unavailable-fragments",
          "--no-continue",
          "--no-mtime",
          "--fixup=never",
          "--downloader=native",
          "--playlist-items=1",
          "--max-downloads=1",
          "--format=" + FORMATS,
          "--format-sort=res:1080",
          "--match-filters=!is_live & live_status!=?is_upcoming & duration<=?" + LONGEST_SECONDS,
          "--print=pre_process:" + FACTS + "%(.{duration,is_live,live_status})j");

  private final YtDlpRuns runs;
  private final ObjectMapper mapper = Payloads.mapper();

  YtDlpDownload(YtDlpRuns runs) {
    this.runs = runs;
  }

  /**
   * Gets what a page shows.
   *
   * @param url an http or https URL
   * @param target is written to; what is in it counts only when the result is ok
   * @param maxBytes the largest file
   * @throws dev.makevideo.platform.process.ProcessStoppedException if the signal was set
   * @throws IOException if our own disk fails
   */
  public CallResult<Path> download(
      String url, Path target, long maxBytes, Duration deadline, StopSignal stop)
      throws IOException, InterruptedException {
    Path folder = target.resolveSibling(target.getFileName() + ".yt-dlp").toAbsolutePath();
    Trees.delete(folder);
    Files.createDirectory(folder);
    try {
      Path file = folder.resolve("clip");
      List<String> arguments = new java.util.ArrayList<>(OPTIONS);
      arguments.add("--max-filesize=" + maxBytes);
      arguments.add("--output=" + file.toString().replace("%", "%%"));
      arguments.addAll(List.of("--", url));
      return runs.run(
              new YtDlpRuns.Run(
                  LABEL, arguments, folder, deadline, maxBytes + OVERHEAD, MAX_OUTPUT),
              stop)
          .then(ended -> judged(ended, file, target, maxBytes));
    } finally {
      Trees.delete(folder);
    }
  }

  /** By the file, which has its name once it is whole: the exit code of one too large is 0. */
  private CallResult<Path> judged(YtDlpRuns.Ended ended, Path file, Path target, long maxBytes)
      throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0) {
      if (Files.size(file) > maxBytes) {
        return tooLarge(maxBytes);
      }
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
      return new CallResult.Ok<>(target);
    }
    if (ended.refusal().isPresent()) {
      return new CallResult.Rejected<>(ended.refusal().get());
    }
    JsonNode facts = facts(ended.output());
    if (facts.path("is_live").asBoolean()
        || facts.path("live_status").asText("").matches("is_live|is_upcoming")) {
      return rejected(Reason.NOT_ALLOWED, "it is a live stream");
    }
    double seconds = facts.path("duration").asDouble();
    if (seconds > LONGEST_SECONDS) {
      return rejected(
          Reason.NOT_ALLOWED,
          String.format(Locale.ROOT, "it lasts %.0f s, more than %d s", seconds, LONGEST_SECONDS));
    }
    if (ended.output().contains("File is larger than max-filesize")) {
      return tooLarge(maxBytes);
    }
    return failure(ended);
  }

  private static CallResult<Path> failure(YtDlpRuns.Ended ended) {
    String error = ended.error().orElse("it left no file");
    String detail = "yt-dlp: " + ended.trouble().map(why -> why + "; ").orElse("") + error;
    if (ended.trouble().isPresent() || YtDlpError.mayPass(error)) {
      return new CallResult.Failed<>(detail);
    }
    boolean gone = error.matches(".*HTTP Error (404|410).*");
    return rejected(gone ? Reason.NOT_FOUND : Reason.UNUSABLE, detail);
  }

  /** What it said of the clip before it was filtered; hostile as the page that it is from. */
  private JsonNode facts(String output) throws IOException {
    JsonNode facts = mapper.createObjectNode();
    for (String line : output.split("\n", -1)) {
      if (line.startsWith(FACTS)) {
        try {
          facts = mapper.readTree(line.substring(FACTS.length()));
        } catch (JsonProcessingException e) {
          facts = mapper.createObjectNode();
        }
      }
    }
    return facts;
  }

  private static CallResult<Path> tooLarge(long maxBytes) {
    return rejected(
        Reason.NOT_ALLOWED, "the file is larger than " + maxBytes / 1_000_000.0 + " MB");
  }

  private static CallResult<Path> rejected(Reason reason, String message) {
    return new CallResult.Rejected<>(Rejection.of(reason, message));
  }
}
