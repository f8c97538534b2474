package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.job.SourceName;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One video of Wikimedia Commons as its API describes it (the MediaWiki modules {@code videoinfo}
 * and {@code extmetadata}). Every field may be absent or odd; then there is no clip.
 */
final class CommonsFile {
  private static final int DEFAULT_INDEX = Integer.MAX_VALUE;

  private final JsonNode page;
  private final JsonNode info;
  private final JsonNode about;

  CommonsFile(JsonNode page) {
    this.page = page;
    this.info = page.path("videoinfo").path(0);
    this.about = info.path("extmetadata");
  }

  /** Its place among the results. */
  int rank() {
    return page.path("index").asInt(DEFAULT_INDEX);
  }

  /** The clip, if its licence allows it to be used, and if it is fit to be shown. */
  Optional<PagedSearch.Hit> hit(Wanted wanted, String base) {
    double seconds = info.path("duration").asDouble(0);
    Duration duration = Duration.ofMillis(Math.round(Math.min(seconds, 1e6) * 1000));
    Optional<Licence> licence = licence();
    if (!Wanted.isLengthOfAClip(duration)
        || licence.isEmpty()
        || (licence.get().shareAlike() && !wanted.request().sourceChoice().shareAlike())) {
      return Optional.empty();
    }
    return PagedSearch.Hit.of(
        SourceName.COMMONS,
        renditions(base, seconds),
        new Credit(title(), author(), address(base), licence.get()),
        Optional.of(duration),
        wanted);
  }

  /** The original and what the wiki made of it; each may stand twice. */
  private List<Rendition> renditions(String base, double seconds) {
    List<Rendition> all = new ArrayList<>();
    String mime = info.path("mime").asText("");
    String url = absolute(base, info.path("url").asText(""));
    if (!mime.isBlank() || url.matches("(?i).*\\.(mp4|webm)")) {
      all.add(
          new Rendition(
              url,
              mime,
              info.path("width").asInt(0),
              info.path("height").asInt(0),
              info.path("size").asLong(0)));
    }
    for (JsonNode made : info.path("derivatives")) {
      double bits = made.path("bandwidth").asDouble(0);
      all.add(
          new Rendition(
              absolute(base, made.path("src").asText("")),
              made.path("type").asText(""),
              made.path("width").asInt(0),
              made.path("height").asInt(0),
              (long) (bits * seconds / 8)));
    }
    return all;
  }

  /** Addresses may leave out the scheme, and are then as the wiki's own. */
  private static String absolute(String base, String url) {
    return url.startsWith("//") ? URI.create(base).getScheme() + ":" + url : url;
  }

  /**
   * What all fields together allow: one that forbids a use or says something else rules the clip
   * out, and share-alike in one of them stands.
   */
  private Optional<Licence> licence() {
    String id = field("License");
    String name = field("LicenseShortName");
    boolean forbidden =
        Stream.of(id, name, field("UsageTerms"), field("LicenseUrl")).anyMatch(Licence::forbids)
            || field("NonFree").equalsIgnoreCase("true")
            || !field("DeletionReason").isEmpty();
    List<Licence> said =
        Stream.of(id, name)
            .filter(text -> !text.isEmpty())
            .map(Licence::ofName)
            .flatMap(Optional::stream)
            .toList();
    long texts = Stream.of(id, name).filter(text -> !text.isEmpty()).count();
    boolean agree = said.size() == texts || said.contains(Licence.PUBLIC_DOMAIN);
    if (forbidden || said.isEmpty() || !agree) {
      return Optional.empty();
    }
    return said.stream().filter(Licence::shareAlike).findFirst().or(() -> strictest(said));
  }

  /** Attribution where any of them asks for it. */
  private static Optional<Licence> strictest(List<Licence> said) {
    return said.stream()
        .filter(licence -> licence.id().startsWith("cc-by"))
        .findFirst()
        .or(() -> said.stream().findFirst());
  }

  private String field(String name) {
    return PlainHtml.text(about.path(name).path("value").asText(""));
  }

  /** How the author wants to be named, or who it is. */
  private String author() {
    return Stream.of(field("Attribution"), field("Artist"), field("Credit"))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("unknown author");
  }

  private String title() {
    String title = page.path("title").asText("").replaceFirst("^[^:]*:", "");
    return PlainHtml.text(title.replaceFirst("\\.[A-Za-z0-9]{2,4}$", "").replace('_', ' '));
  }

  private String address(String base) {
    String told = absolute(base, info.path("descriptionurl").asText(""));
    return Rendition.http(told)
        .map(URI::toString)
        .orElseGet(() -> base + "/?curid=" + page.path("pageid").asLong(0));
  }
}
