package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The Internet Archive, without a key, for jobs that name it. Its rules, which are kept here: one
 * call after the other; at most 10,000 results of a search; what {@code Retry-After} says. Much in
 * it has no licence or is an hour long: taken are files of at most ten minutes of items whose
 * {@code licenseurl} is one that is allowed. Thread-safe.
 */
final class ArchiveSource extends ItemSource {
  private static final int ROWS = 20;
  private static final int MOST_RESULTS = 10_000;

  ArchiveSource(SourceSettings settings, StoredAnswers answers) {
    super(ExternalService.ARCHIVE, settings.archive(), answers);
  }

  @Override
  public SourceName name() {
    return SourceName.ARCHIVE;
  }

  @Override
  public String needs() {
    return "a MAKE_VIDEO_ARCHIVE_URL that is not off";
  }

  @Override
  String searchPath(String query, int page) {
    String asked = "(" + query + ") AND mediatype:(movies) AND licenseurl:(*creativecommons*)";
    return "/advancedsearch.php?q="
        + encoded(asked)
        + "&fl%5B%5D=identifier&fl%5B%5D=licenseurl&rows="
        + ROWS
        + "&page="
        + page
        + "&output=json";
  }

  @Override
  Items items(JsonNode answer, int page) throws IOException {
    JsonNode docs = answer.path("response").path("docs");
    if (!docs.isArray()) {
      throw new IOException("it has no \"response\" with \"docs\"");
    }
    long all = Math.min(MOST_RESULTS, answer.path("response").path("numFound").asLong(0));
    List<JsonNode> items = StreamSupport.stream(docs.spliterator(), false).toList();
    return new Items(items, !items.isEmpty() && page * (long) ROWS < all);
  }

  @Override
  Optional<String> itemPath(JsonNode item, Wanted wanted) {
    String id = item.path("identifier").asText("");
    boolean allowed = licence(item.path("licenseurl"), wanted).isPresent();
    return id.matches("[A-Za-z0-9._-]{1,100}") && allowed
        ? Optional.of("/metadata/" + id)
        : Optional.empty();
  }

  private static Optional<Licence> licence(JsonNode address, Wanted wanted) {
    return Licence.ofAddress(address.asText(""))
        .filter(l -> !l.shareAlike() || wanted.request().sourceChoice().shareAlike());
  }

  @Override
  Optional<PagedSearch.Hit> hit(JsonNode item, JsonNode details, Wanted wanted) {
    JsonNode about = details.path("metadata");
    // What the item itself says counts: the index may be older.
    Optional<Licence> licence = licence(about.path("licenseurl"), wanted);
    String id = item.path("identifier").asText("");
    List<Rendition> files = new ArrayList<>();
    Optional<Duration> duration = Optional.empty();
    for (JsonNode file : details.path("files")) {
      Optional<Duration> length = length(file.path("length").asText(""));
      String name = file.path("name").asText("");
      if (length.isPresent() && name.toLowerCase(Locale.ROOT).matches(".*\\.(mp4|webm)")) {
        duration = duration.or(() -> length);
        files.add(rendition(id, name, file));
      }
    }
    if (licence.isEmpty() || duration.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> lasts = duration;
    String title = PlainHtml.text(texts(about.path("title")));
    String author = PlainHtml.text(texts(about.path("creator")));
    Credit credit =
        new Credit(
            title.isBlank() ? id : title,
            author.isBlank() ? "unknown author" : author,
            base() + "/details/" + id,
            licence.get());
    return PagedSearch.Hit.of(SourceName.ARCHIVE, files, credit, lasts, wanted);
  }

  private Rendition rendition(String id, String name, JsonNode file) {
    String path =
        java.util.Arrays.stream(name.split("/"))
            .map(ItemSource::encoded)
            .collect(Collectors.joining("/"));
    return new Rendition(
        base() + "/download/" + id + "/" + path,
        "",
        file.path("width").asInt(0),
        file.path("height").asInt(0),
        file.path("size").asLong(0));
  }

  /** Seconds, or minutes and seconds with a colon; of a clip that is short enough. */
  private static Optional<Duration> length(String text) {
    if (!text.matches("(\\d{1,3}:)?\\d{1,5}(\\.\\d{1,9})?")) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    long minutes = colon < 0 ? 0 : Long.parseLong(text.substring(0, colon));
    double seconds = Double.parseDouble(text.substring(colon + 1));
    Duration length = Duration.ofMinutes(minutes).plusMillis(Math.round(seconds * 1000));
    return Optional.of(length).filter(Wanted::isLengthOfAClip);
  }

  /** A text, or several in a list. */
  private static String texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(each -> each.asText(""))
            .collect(Collectors.joining(", "))
        : node.asText("");
  }
}
