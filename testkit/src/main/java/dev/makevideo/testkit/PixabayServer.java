package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pixabay as its API is documented: the search for videos. Wants the key as a parameter; what is
 * wrong with a request, a key or a page past the last too, is a 400 with a text.
 */
public final class PixabayServer extends KeyedServer<PixabayServer.Video> {
  /** A video in one size. */
  public record Video(int id, String tags, String user, int width, int height, String link) {}

  public PixabayServer(String key) throws IOException {
    this(key, "127.0.0.1");
  }

  /** On an address of loopback of its own. */
  public PixabayServer(String key, String address) throws IOException {
    super("/api/videos/", key, address);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (!key().equals(query.get("key"))) {
      return refused("[ERROR 400] Invalid or missing API key.");
    }
    int size = number(query, "per_page", 20);
    int page = number(query, "page", 1);
    List<Video> hits =
        videos().stream().filter(v -> matches(query.getOrDefault("q", ""), v.tags())).toList();
    int from = (page - 1) * size;
    boolean known = size >= 3 && size <= 200 && query.getOrDefault("q", "").length() <= 100;
    if (!known || from > 0 && from >= hits.size()) {
      return refused("[ERROR 400] \"page\" is out of valid range.");
    }
    String found =
        hits.subList(Math.min(from, hits.size()), Math.min(hits.size(), from + size)).stream()
            .map(PixabayServer::json)
            .collect(Collectors.joining(","));
    return found(
        "{\"total\":%d,\"totalHits\":%d,\"hits\":[%s]}".formatted(hits.size(), hits.size(), found));
  }

  private static Reply refused(String text) {
    return new Reply(400, Map.of(), "text/plain", text);
  }

  private static String json(Video video) {
    return ("{\"id\":%d,\"pageURL\":%s,\"type\":\"film\",\"tags\":%s,\"duration\":12,\"videos\":{"
            + "\"large\":{\"url\":\"\",\"width\":0,\"height\":0,\"size\":0,\"thumbnail\":\"\"},"
            + "\"medium\":{\"url\":%s,\"width\":%d,\"height\":%d,\"size\":50000,\"thumbnail\":\"x\"}},"
            + "\"views\":1,\"user_id\":7,\"user\":%s,\"userImageURL\":\"\"}")
        .formatted(
            video.id(),
            quoted("https://pixabay.com/videos/id-" + video.id() + "/"),
            quoted(video.tags()),
            quoted(video.link()),
            video.width(),
            video.height(),
            quoted(video.user()));
  }
}
