package dev.makevideo.activities.clips;

import dev.makevideo.activities.external.TestServer;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch of downloads from a server that has a path for each trouble. */
@Timeout(60)
abstract class DownloadTestSetup {
  @TempDir Path directory;
  ClipsFixture bench;

  @BeforeEach
  void open() throws IOException {
    bench = new ClipsFixture(directory);
    bench
        .server
        .on("/clip/", e -> TestServer.text("video/mp4", "video " + e.getRequestURI()).to(e))
        .on("/none", TestServer.status(404))
        .on("/bad", TestServer.status(500))
        .on("/busy", TestServer.status(429, "Retry-After", "30"))
        .on("/page", TestServer.text("text/html", "<html>"))
        .on("/junk", TestServer.text("video/mp4", "no film"))
        .on("/endless", TestServer.endless())
        .on("/closed", exchange -> {})
        .on("/cut", TestServer.cutShort())
        .on("/silent", bench.server.silent());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  VideoRequest urls(String... paths) throws IOException {
    String[] lines = new String[paths.length];
    for (int i = 0; i < paths.length; i++) {
      lines[i] = bench.server.url(paths[i]);
    }
    return bench.urls(lines);
  }

  static Rejection rejection(ItemOutcome outcome) {
    return outcome.rejection().orElseThrow();
  }
}
