package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pexels, with a key. Its rules, which are kept here (Pexels API documentation, guidelines): 200
 * calls an hour and 20,000 a month unless it says otherwise in {@code X-Ratelimit-*}, which is
 * obeyed; a link to Pexels and, where possible, the author's name. It is asked for clips that lie
 * as the job's picture does first, and then for all. Thread-safe.
 */
final class PexelsSource extends KeyedSource {
  private static final Licence LICENCE =
      new Licence(
          "pexels", "Pexels Licence", Optional.of("https://www.pexels.com/license/"), false);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int PAGE = 80;

  PexelsSource(SourceSettings settings, StoredAnswers answers) {
    super(ExternalService.PEXELS, settings.pexels(), answers);
  }

  @Override
  public SourceName name() {
    return SourceName.PEXELS;
  }

  @Override
  String keySetting() {
    return SourceSettings.PEXELS_KEY;
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    String url =
        base()
            + "/v1/videos/search?query="
            + URLEncoder.encode(wanted.query(), StandardCharsets.UTF_8)
            + "&per_page="
            + PAGE;
    return PagedSearch.run(
        wanted,
        from -> {
          String page = from.orElse("&orientation=" + orientation(wanted) + "&page=1");
          return page(
              get(url + page).withHeader("Authorization", key()),
              url + page,
              KEPT,
              answer -> read(answer, page, wanted),
              stop);
        });
  }

  private static String orientation(Wanted wanted) {
    if (wanted.width() == wanted.height()) {
      return "square";
    }
    return wanted.width() > wanted.height() ? "landscape" : "portrait";
  }

  private PagedSearch.Page read(JsonNode answer, String page, Wanted wanted) throws IOException {
    JsonNode videos = answer.path("videos");
    if (!videos.isArray()) {
      throw new IOException("it has no \"videos\"");
    }
    List<PagedSearch.Hit> hits = new ArrayList<>();
    videos.forEach(video -> hit(video, wanted).ifPresent(hits::add));
    int number = Integer.parseInt(page.replaceAll(".*&page=", ""));
    boolean more = !answer.path("next_page").asText("").isBlank() && !videos.isEmpty();
    boolean narrowed = page.contains("orientation");
    String next = page.replaceAll("\\d+$", Integer.toString(number + 1));
    return new PagedSearch.Page(
        hits, more ? Optional.of(next) : Optional.of("&page=1").filter(all -> narrowed));
  }

  private Optional<PagedSearch.Hit> hit(JsonNode video, Wanted wanted) {
    Optional<Duration> duration = duration(video.path("duration"));
    Optional<URI> page = Rendition.http(video.path("url").asText(""));
    List<Rendition> files = new ArrayList<>();
    for (JsonNode file : video.path("video_files")) {
      files.add(
          new Rendition(
              file.path("link").asText(""),
              file.path("file_type").asText(""),
              file.path("width").asInt(0),
              file.path("height").asInt(0),
              file.path("size").asLong(0)));
    }
    if (duration.isEmpty() || page.isEmpty()) {
      return Optional.empty();
    }
    String title = title(page.get());
    String author = video.path("user").path("name").asText("");
    return hit(
        files,
        new Credit(
            title, author.isBlank() ? "unknown author" : author, page.get().toString(), LICENCE),
        duration.get(),
        wanted);
  }

  /** It gives none; its page's address has one: {@code /video/a-boiling-river-123/}. */
  private static String title(URI page) {
    String path = Optional.ofNullable(page.getPath()).orElse("").replaceAll("/+$", "");
    String words = path.substring(path.lastIndexOf('/') + 1).replaceAll("-?\\d+$", "");
    return words.isBlank() ? "a video of Pexels" : words.replace('-', ' ');
  }
}
