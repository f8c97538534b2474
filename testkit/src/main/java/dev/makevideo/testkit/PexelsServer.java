package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pexels as its API is documented: the search for videos. Wants the key as {@code Authorization}.
 */
public final class PexelsServer extends KeyedServer<PexelsServer.Video> {
  /** A video in one file. */
  public record Video(int id, String slug, String user, int width, int height, String link) {}

  public PexelsServer(String key) throws IOException {
    this(key, "127.0.0.1");
  }

  /** On an address of loopback of its own. */
  public PexelsServer(String key, String address) throws IOException {
    super("/v1/videos/search", key, address);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (!key().equals(headers.get("authorization"))) {
      return new Reply(401, Map.of(), "application/json", "{\"error\":\"Unauthorized\"}");
    }
    int size = Math.min(80, number(query, "per_page", 15));
    int page = number(query, "page", 1);
    String lies = query.getOrDefault("orientation", "");
    List<Video> hits =
        videos().stream()
            .filter(v -> matches(query.getOrDefault("query", ""), v.slug()))
            .filter(v -> lies.isEmpty() || lies.equals(orientation(v)))
            .toList();
    int from = Math.min(hits.size(), (page - 1) * size);
    int to = Math.min(hits.size(), from + size);
    String found = hits.subList(from, to).stream().map(this::json).collect(Collectors.joining(","));
    String next =
        to < hits.size() ? ",\"next_page\":" + quoted(url() + "/v1/videos/search?page=2") : "";
    return found(
        "{\"page\":%d,\"per_page\":%d,\"total_results\":%d%s,\"videos\":[%s]}"
            .formatted(page, size, hits.size(), next, found));
  }

  private static String orientation(Video video) {
    if (video.width() == video.height()) {
      return "square";
    }
    return video.width() > video.height() ? "landscape" : "portrait";
  }

  private String json(Video video) {
    return ("{\"id\":%d,\"width\":%d,\"height\":%d,\"url\":%s,\"image\":\"x\",\"full_res\":null,"
            + "\"tags\":[],\"duration\":12,\"user\":{\"id\":1,\"name\":%s,\"url\":\"x\"},"
            + "\"video_files\":[{\"id\":1,\"quality\":\"hls\",\"file_type\":\"video/mp4\","
            + "\"width\":null,\"height\":null,\"link\":\"https://h.example/m3u8\"},"
            + "{\"id\":2,\"quality\":\"hd\",\"file_type\":\"video/mp4\",\"width\":%d,\"height\":%d,"
            + "\"fps\":25.0,\"link\":%s}],\"video_pictures\":[]}")
        .formatted(
            video.id(),
            video.width(),
            video.height(),
            quoted("https://www.pexels.com/video/" + video.slug() + "-" + video.id() + "/"),
            quoted(video.user()),
            video.width(),
            video.height(),
            quoted(video.link()));
  }
}
