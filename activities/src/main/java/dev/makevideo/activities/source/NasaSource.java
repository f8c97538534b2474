package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * NASA's image and video library, without a key, for jobs that name it. Its rules, which are kept
 * here (images.nasa.gov API documentation; media usage guidelines): one call after the other; NASA
 * is named as the source, and its insignia and people do not seem to endorse anything, which is up
 * to whoever publishes. It tells neither size nor duration: of the names of its files the usual
 * sizes follow, and the rest is seen after the download. Thread-safe.
 */
final class NasaSource extends ItemSource {
  private static final Licence LICENCE =
      new Licence(
          "nasa-media-usage",
          "NASA media usage guidelines",
          Optional.of("https://www.nasa.gov/nasa-brand-center/images-and-media/"),
          false);
  private static final int PAGE = 20;

  /** What the end of a file's name stands for. */
  private enum Size {
    LARGE("~large.mp4", 1920, 1080),
    ORIGINAL("~orig.mp4", 1920, 1080),
    MEDIUM("~medium.mp4", 1280, 720),
    SMALL("~small.mp4", 640, 360);

    private final String ending;
    private final int width;
    private final int height;

    Size(String ending, int width, int height) {
      this.ending = ending;
      this.width = width;
      this.height = height;
    }
  }

  NasaSource(SourceSettings settings, StoredAnswers answers) {
    super(ExternalService.NASA, settings.nasa(), answers);
  }

  @Override
  public SourceName name() {
    return SourceName.NASA;
  }

  @Override
  public String needs() {
    return "a MAKE_VIDEO_NASA_URL that is not off";
  }

  @Override
  String searchPath(String query, int page) {
    return "/search?q=" + encoded(query) + "&media_type=video&page_size=" + PAGE + "&page=" + page;
  }

  @Override
  Items items(JsonNode answer, int page) throws IOException {
    JsonNode items = answer.path("collection").path("items");
    if (!items.isArray()) {
      throw new IOException("it has no \"collection\" with \"items\"");
    }
    boolean more =
        StreamSupport.stream(answer.path("collection").path("links").spliterator(), false)
            .anyMatch(link -> link.path("rel").asText("").equals("next"));
    return new Items(StreamSupport.stream(items.spliterator(), false).toList(), more);
  }

  private static String id(JsonNode item) {
    return item.path("data").path(0).path("nasa_id").asText("");
  }

  @Override
  Optional<String> itemPath(JsonNode item, Wanted wanted) {
    String id = id(item);
    return id.isBlank() || id.length() > 200
        ? Optional.empty()
        : Optional.of("/asset/" + encoded(id));
  }

  @Override
  Optional<PagedSearch.Hit> hit(JsonNode item, JsonNode details, Wanted wanted) {
    List<Rendition> files = new ArrayList<>();
    for (Size size : Size.values()) {
      for (JsonNode file : details.path("collection").path("items")) {
        String url = file.path("href").asText("");
        if (url.endsWith(size.ending)) {
          files.add(new Rendition(secure(url), "", size.width, size.height, 0));
        }
      }
    }
    JsonNode data = item.path("data").path(0);
    String id = id(item);
    String title = PlainHtml.text(data.path("title").asText(id));
    String author =
        Stream.of("photographer", "secondary_creator", "center")
            .map(name -> PlainHtml.text(data.path(name).asText("")))
            .filter(text -> !text.isBlank())
            .findFirst()
            .map(text -> "NASA / " + text)
            .orElse("NASA");
    Credit credit =
        new Credit(title, author, "https://images.nasa.gov/details/" + encoded(id), LICENCE);
    return PagedSearch.Hit.of(SourceName.NASA, files, credit, Optional.empty(), wanted);
  }

  /** It names its files by http and has them by https, too; names hold spaces. */
  private String secure(String url) {
    String plain = url.replace(" ", "%20");
    return plain.startsWith("http://") && !plain.startsWith(base() + "/")
        ? "https://" + plain.substring("http://".length())
        : plain;
  }
}
