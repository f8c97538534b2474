package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source of videos that wants a key, and whose answers may tell of its limits. */
public abstract class KeyedServer<V> extends SourceServer {
  private final List<V> videos = new CopyOnWriteArrayList<>();
  private final String key;
  private volatile boolean matching;
  private volatile Map<String, String> limits = Map.of();

  KeyedServer(String path, String key, String address) throws IOException {
    super(path, address);
    this.key = key;
  }

  /** Finds only what has all words of the query, as the source itself does. */
  public final void matchWords() {
    matching = true;
  }

  final boolean matches(String query, String text) {
    return !matching || List.of(query.split("[ +]+")).stream().allMatch(text::contains);
  }

  public final void add(V video) {
    videos.add(video);
  }

  /** Headers of all answers that follow. */
  public final void limits(Map<String, String> headers) {
    limits = Map.copyOf(headers);
  }

  final List<V> videos() {
    return videos;
  }

  final String key() {
    return key;
  }

  /** An answer that is good. */
  final Reply found(String json) {
    return new Reply(200, limits, "application/json", json);
  }
}
