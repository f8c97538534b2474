package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Wikimedia Commons as its API is documented (API:Search, API:Videoinfo, Extension:CommonsMetadata,
 * API:Continue, Manual:Maxlag parameter). It refuses a caller that does not say who it is.
 */
public final class CommonsServer extends SourceServer {
  private static final int LARGEST_PAGE = 50;

  private final List<Video> videos = new CopyOnWriteArrayList<>();
  private volatile int pageSize = LARGEST_PAGE;

  /**
   * A video.
   *
   * @param title without {@code File:}
   * @param seconds of its duration
   * @param metadata of {@code extmetadata}, by name
   * @param derivatives as JSON objects
   */
  public record Video(
      String title,
      String url,
      String mime,
      int width,
      int height,
      double seconds,
      Map<String, String> metadata,
      List<String> derivatives) {
    /** A video of its own with one licence. */
    public static Video of(String title, String url, String licence, String shortName) {
      return new Video(
          title,
          url,
          "video/webm",
          1920,
          1080,
          12.5,
          Map.of(
              "License",
              licence,
              "LicenseShortName",
              shortName,
              "Artist",
              "<a href=\"//commons.wikimedia.org/wiki/User:Ann\" title=\"User:Ann\">Ann &amp; Bo</a>",
              "ObjectName",
              title),
          List.of());
    }

    /** The same video with other metadata besides. */
    public Video with(String name, String value) {
      Map<String, String> more = new java.util.HashMap<>(metadata);
      more.put(name, value);
      return new Video(title, url, mime, width, height, seconds, more, derivatives);
    }
  }

  public CommonsServer() throws IOException {
    super("/w/api.php");
  }

  /** On an address of loopback of its own. */
  public CommonsServer(String address) throws IOException {
    super("/w/api.php", address);
  }

  public void add(Video video) {
    videos.add(video);
  }

  /** Gives no more than so many at once. */
  public void pageSize(int most) {
    pageSize = most;
  }

  /** A transcode. */
  public static String derivative(String src, String type, int width, int height) {
    return "{\"src\":%s,\"type\":%s,\"title\":\"x\",\"width\":%d,\"height\":%d,\"bandwidth\":800000}"
        .formatted(quoted(src), quoted(type), width, height);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (!headers.getOrDefault("user-agent", "").matches("make-video/\\S+ \\(.+\\).*")) {
      return Reply.page(403, Map.of());
    }
    String asked = query.getOrDefault("gsrsearch", "");
    boolean proper =
        "query".equals(query.get("action"))
            && "json".equals(query.get("format"))
            && "search".equals(query.get("generator"))
            && "6".equals(query.get("gsrnamespace"))
            && "videoinfo".equals(query.get("prop"))
            && query.containsKey("maxlag")
            && asked.startsWith("filetype:video ");
    if (!proper) {
      return Reply.json("{\"error\":{\"code\":\"badvalue\",\"info\":\"stand-in\"}}");
    }
    List<String> words = List.of(asked.substring(15).toLowerCase(Locale.ROOT).split(" "));
    List<Video> hits =
        videos.stream()
            .filter(v -> words.stream().allMatch(v.title().toLowerCase(Locale.ROOT)::contains))
            .toList();
    int size = Math.min(pageSize, number(query, "gsrlimit", 10));
    int from = number(query, "gsroffset", 0);
    int to = Math.min(hits.size(), from + size);
    if (hits.isEmpty()) {
      return Reply.json("{\"batchcomplete\":\"\"}");
    }
    // By page number, which is not the order of the search: that is in "index".
    String pages =
        IntStream.range(from, to)
            .boxed()
            .sorted((a, b) -> b - a)
            .map(i -> page(hits.get(i), i))
            .collect(Collectors.joining(","));
    String more =
        to < hits.size()
            ? "\"continue\":{\"gsroffset\":" + to + ",\"continue\":\"gsroffset||\"},"
            : "";
    return Reply.json("{\"batchcomplete\":\"\"," + more + "\"query\":{\"pages\":{" + pages + "}}}");
  }

  private String page(Video video, int place) {
    int id = 5000 + videos.indexOf(video);
    String metadata =
        video.metadata().entrySet().stream()
            .map(
                entry ->
                    quoted(entry.getKey())
                        + ":{\"value\":"
                        + quoted(entry.getValue())
                        + ",\"source\":\"commons-desc-page\",\"hidden\":\"\"}")
            .collect(Collectors.joining(","));
    String title = "File:" + video.title() + ".webm";
    return Stream.of(
            "\"pageid\":" + id,
            "\"ns\":6",
            "\"title\":" + quoted(title),
            "\"index\":" + (place + 1),
            "\"videoinforepository\":\"local\"",
            "\"videoinfo\":[{\"size\":40000,\"width\":%d,\"height\":%d,\"duration\":%s,"
                    .formatted(video.width(), video.height(), video.seconds())
                + "\"url\":"
                + quoted(video.url())
                + ",\"descriptionurl\":"
                + quoted(url() + "/wiki/" + title.replace(' ', '_'))
                + ",\"sha1\":\"0\",\"mime\":"
                + quoted(video.mime())
                + ",\"derivatives\":["
                + String.join(",", video.derivatives())
                + "],\"extmetadata\":{"
                + metadata
                + "}}]")
        .collect(Collectors.joining(",", quoted(Integer.toString(id)) + ":{", "}"));
  }
}
