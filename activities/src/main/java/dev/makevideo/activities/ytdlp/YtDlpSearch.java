package dev.makevideo.activities.ytdlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks yt-dlp what a site has for a phrase. Thread-safe. */
public final class YtDlpSearch {
  private static final String LABEL = "yt-dlp-search";

  /** Within an attempt at the whole stage. */
  private static final Duration DEADLINE = Duration.ofSeconds(50);

  private static final int MAX_OUTPUT = 8 << 20;
  private static final long MAX_BYTES = 64_000_000;
  private static final int MAX_URL = 2_000;
  private static final double LONGEST_SECONDS = 1e6;

  private final YtDlpRuns runs;
  private final YtDlpUse use;
  private final ObjectMapper mapper = Payloads.mapper();

  YtDlpSearch(YtDlpRuns runs, YtDlpUse use) {
    this.runs = runs;
    this.use = use;
  }

  /**
   * A page with a video.
   *
   * @param url an http or https URL, without a user in it
   * @param duration as the site says
   */
  public record Entry(String url, String title, Optional<Duration> duration) {}

  /**
   * The pages that a site has, without live streams, in the site's order.
   *
   * @param most of them
   * @throws dev.makevideo.platform.process.ProcessStoppedException if the signal was set
   */
  public CallResult<List<Entry>> find(String phrase, int most, StopSignal stop)
      throws IOException, InterruptedException {
    String what = asked(phrase, most);
    Path folder = Files.createTempDirectory("make-video-yt-dlp");
    try {
      List<String> arguments =
          List.of(
              "--dump-single-json", "--flat-playlist", "--playlist-items=1:" + most, "--", what);
      return runs.run(
              new YtDlpRuns.Run(LABEL, arguments, folder, DEADLINE, MAX_BYTES, MAX_OUTPUT), stop)
          .then(ended -> entries(ended, what));
    } finally {
      Trees.delete(folder);
    }
  }

  private String asked(String phrase, int most) {
    String words = phrase.replaceAll("[\\p{Cc}\\s]+", " ").strip();
    String text = use.isPage() ? URLEncoder.encode(words, StandardCharsets.UTF_8) : words;
    // The phrase last: it may hold what looks like the other one.
    return use.search().replace("{n}", Integer.toString(most)).replace("{phrase}", text);
  }

  private CallResult<List<Entry>> entries(YtDlpRuns.Ended ended, String asked) {
    JsonNode answer;
    try {
      answer = mapper.readTree(ended.output());
    } catch (JsonProcessingException e) {
      answer = mapper.nullNode();
    }
    if (!answer.isObject()) {
      return ended
          .refusal()
          .<CallResult<List<Entry>>>map(CallResult.Rejected::new)
          .orElseGet(() -> failure(ended));
    }
    List<Entry> found = new ArrayList<>();
    if (answer.path("entries").isArray()) {
      answer.path("entries").forEach(entry -> entry(entry, asked).ifPresent(found::add));
    } else {
      entry(answer, "").ifPresent(found::add);
    }
    return new CallResult.Ok<>(found);
  }

  private static CallResult<List<Entry>> failure(YtDlpRuns.Ended ended) {
    String error = ended.error().orElse("it said nothing");
    String detail = ended.trouble().map(why -> why + "; ").orElse("") + error;
    return ended.trouble().isPresent() || YtDlpError.mayPass(error)
        ? new CallResult.Failed<>(detail)
        : new CallResult.Rejected<>(Rejection.of(Reason.UNUSABLE, detail));
  }

  private static Optional<Entry> entry(JsonNode entry, String asked) {
    boolean live =
        entry.path("is_live").asBoolean()
            || entry.path("live_status").asText("").matches("is_live|is_upcoming|post_live");
    double seconds = entry.path("duration").asDouble(0);
    Optional<Duration> duration =
        seconds > 0 && seconds < LONGEST_SECONDS
            ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
            : Optional.empty();
    return live
        ? Optional.empty()
        : address(entry, asked)
            .map(url -> new Entry(url, entry.path("title").asText(""), duration));
  }

  /** A page of its own; else, of several videos on the page that was asked, the file itself. */
  private static Optional<String> address(JsonNode entry, String asked) {
    List<String> offered = new ArrayList<>();
    if (entry.path("_type").asText("").startsWith("url")) {
      offered.add(entry.path("url").asText(""));
    }
    offered.add(entry.path("webpage_url").asText(""));
    offered.add(entry.path("url").asText(""));
    JsonNode formats = entry.path("formats");
    offered.add(formats.path(formats.size() - 1).path("url").asText(""));
    return offered.stream()
        .map(url -> url.replaceAll("#__youtubedl_smuggle=.*", ""))
        .filter(url -> isPage(url) && !url.equals(asked))
        .findFirst();
  }

  private static boolean isPage(String url) {
    try {
      java.net.URI uri = new java.net.URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return url.length() <= MAX_URL
          && scheme.matches("https?")
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }
}
