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
 * Pixabay, with a key. Its rules, which are kept here (Pixabay API documentation): 100 calls in 60
 * s unless {@code X-RateLimit-*} says otherwise, which is obeyed; answers are kept for 24 hours;
 * the user sees where clips are from. It has no filter by orientation, so that clips that lie as
 * the job's picture does come first of each page. Thread-safe.
 */
final class PixabaySource extends KeyedSource {
  private static final Licence LICENCE =
      new Licence(
          "pixabay",
          "Pixabay Content Licence",
          Optional.of("https://pixabay.com/service/license-summary/"),
          false);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int PAGE = 100;
  private static final int LONGEST_QUERY = 100;

  PixabaySource(SourceSettings settings, StoredAnswers answers) {
    super(ExternalService.PIXABAY, settings.pixabay(), answers);
  }

  @Override
  public SourceName name() {
    return SourceName.PIXABAY;
  }

  @Override
  String keySetting() {
    return SourceSettings.PIXABAY_KEY;
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    String question =
        "/api/videos/?q="
            + URLEncoder.encode(shortened(wanted.query()), StandardCharsets.UTF_8)
            + "&video_type=film&safesearch=true&min_width=360&min_height=360&per_page="
            + PAGE;
    return PagedSearch.run(
        wanted,
        from -> {
          int number = from.map(Integer::parseInt).orElse(1);
          String asked = base() + question + "&page=" + number;
          String key = "&key=" + URLEncoder.encode(key(), StandardCharsets.UTF_8);
          return page(get(asked + key), asked, KEPT, answer -> read(answer, number, wanted), stop);
        });
  }

  /** Whole words, as many as it takes. */
  private static String shortened(String query) {
    if (query.length() <= LONGEST_QUERY) {
      return query;
    }
    int space = query.lastIndexOf(' ', LONGEST_QUERY);
    int end = space > 0 ? space : LONGEST_QUERY;
    return query.substring(0, Character.isLowSurrogate(query.charAt(end)) ? end - 1 : end);
  }

  private PagedSearch.Page read(JsonNode answer, int number, Wanted wanted) throws IOException {
    JsonNode found = answer.path("hits");
    if (!found.isArray()) {
      throw new IOException("it has no \"hits\"");
    }
    List<PagedSearch.Hit> hits = new ArrayList<>();
    found.forEach(video -> hit(video, wanted).ifPresent(hits::add));
    // One past the last page is an error there.
    boolean more = !found.isEmpty() && number * (long) PAGE < answer.path("totalHits").asLong(0);
    return new PagedSearch.Page(
        hits, more ? Optional.of(Integer.toString(number + 1)) : Optional.empty());
  }

  private Optional<PagedSearch.Hit> hit(JsonNode video, Wanted wanted) {
    Optional<Duration> duration = duration(video.path("duration"));
    Optional<URI> page = Rendition.http(video.path("pageURL").asText(""));
    if (duration.isEmpty() || page.isEmpty()) {
      return Optional.empty();
    }
    List<Rendition> files = new ArrayList<>();
    for (JsonNode file : video.path("videos")) {
      files.add(
          new Rendition(
              file.path("url").asText(""),
              "video/mp4",
              file.path("width").asInt(0),
              file.path("height").asInt(0),
              file.path("size").asLong(0)));
    }
    String tags = video.path("tags").asText("");
    String title = tags.isBlank() ? "a video of Pixabay" : tags;
    String author = video.path("user").asText("");
    return hit(
        files,
        new Credit(
            title, author.isBlank() ? "unknown author" : author, page.get().toString(), LICENCE),
        duration.get(),
        wanted);
  }
}
