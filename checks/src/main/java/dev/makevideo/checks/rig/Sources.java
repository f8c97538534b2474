package dev.makevideo.checks.rig;

import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.testkit.PexelsServer;
import dev.makevideo.testkit.PixabayServer;
import dev.makevideo.testkit.SourceCalls.Kind;
import dev.makevideo.testkit.SourceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three clip sources on loopback, each a host of its own. Thread-safe. */
public final class Sources implements AutoCloseable {
  private static final String KEY = "key-of-the-checks";
  private static final int SHORT_SIDE = 360;
  private static final int LONG_SIDE = 640;

  private final CommonsServer commons = new CommonsServer("127.0.0.1");
  private final PexelsServer pexels = new PexelsServer(KEY, "127.0.0.2");
  private final PixabayServer pixabay = new PixabayServer(KEY, "127.0.0.3");
  private int number;

  public Sources() throws IOException {
    pexels.matchWords();
    pixabay.matchWords();
  }

  /** All of them, the one that tells how many calls it takes at once first. */
  public List<SourceServer> all() {
    return List.of(commons, pexels, pixabay);
  }

  public CommonsServer commons() {
    return commons;
  }

  /** How long good answers take. */
  public void pace(Duration search, Duration media) {
    all().forEach(source -> source.pace(search, media));
  }

  /** Offers the clips for a word, at addresses of their own: each source the next so many. */
  public void offer(String word, List<Path> clips, int each) throws IOException {
    int next = 0;
    for (SourceServer source : all()) {
      for (int i = 0; i < each; i++) {
        offer(word, source, Files.readAllBytes(clips.get(next)), next % 2 == 0);
        next++;
      }
    }
  }

  private void offer(String word, SourceServer source, byte[] clip, boolean upright) {
    int id = ++number;
    int width = upright ? SHORT_SIDE : LONG_SIDE;
    int height = upright ? LONG_SIDE : SHORT_SIDE;
    String url = source.offer(word + "-" + id + ".mp4", clip);
    if (source == pexels) {
      pexels.add(new PexelsServer.Video(id, word + "-film", "Ann", width, height, url));
    } else if (source == pixabay) {
      pixabay.add(new PixabayServer.Video(id, word + ", film", "Bo", width, height, url));
    } else {
      commons.add(CommonsServer.Video.of(word + " film " + id, url, "cc-by-4.0", "CC BY 4.0"));
    }
  }

  /** What tells the product of them. */
  public Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "MAKE_VIDEO_COMMONS_URL", commons.url(),
            "MAKE_VIDEO_PEXELS_URL", pexels.url(),
            "MAKE_VIDEO_PIXABAY_URL", pixabay.url(),
            "PEXELS_API_KEY", KEY,
            "PIXABAY_API_KEY", KEY));
  }

  /** How many calls of a kind all of them had. */
  public int total(Kind kind) {
    return all().stream().mapToInt(source -> source.calls().of(kind).size()).sum();
  }

  /** How many are in progress. */
  public int running(Kind kind) {
    return all().stream().mapToInt(source -> source.calls().running(kind)).sum();
  }

  @Override
  public void close() {
    all().forEach(SourceServer::close);
  }
}
