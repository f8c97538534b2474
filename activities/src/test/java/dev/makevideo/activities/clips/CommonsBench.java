package dev.makevideo.activities.clips;

import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.testkit.CommonsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The activities with the stand-in for Wikimedia Commons, and no other source. */
abstract class CommonsBench {
  @TempDir Path directory;
  ClipsFixture bench;
  CommonsServer commons;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    commons = new CommonsServer();
    bench.searchUrl = Optional.empty();
    bench.internet = new SourceSettings(Optional.of(commons.url()), Optional.of("me@example.org"));
  }

  @AfterEach
  void close() {
    commons.close();
    bench.close();
  }
}
