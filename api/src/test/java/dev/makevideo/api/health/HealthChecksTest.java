package dev.makevideo.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.platform.room.DiskRoom;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.workflows.job.SourceName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void diskSpaceWarnsBelowFiveGigabytesAndIsBadBelowOne(@TempDir Path folder) throws Exception {
    assertEquals(HealthCheck.State.WELL, disk(5_000_000_000L));
    assertEquals(HealthCheck.State.WORRYING, disk(4_999_999_999L));
    assertEquals(HealthCheck.State.WORRYING, disk(1_000_000_000L));
    assertEquals(HealthCheck.State.BAD, disk(999_999_999L));
    WatchedDisks real = WatchedDisks.of(folder, folder, RoomSettings.defaults());
    assertTrue(new DiskCheck(real).look().details().matches("store: [0-9.]+ GB free.*"));
    assertTrue(Files.exists(folder));
  }

  private static HealthCheck.State disk(long bytes) throws Exception {
    DiskRoom room = new DiskRoom(bytes, RoomSettings.defaults());
    return new DiskCheck(new WatchedDisks(() -> List.of(new WatchedDisks.Disk("store", room))))
        .look()
        .state();
  }

  @Test
  void aServiceIsWellIfItAnswersAtAll() throws Exception {
    AtomicInteger status = new AtomicInteger(404);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      assertEquals(HealthCheck.State.WELL, service(Optional.of(url)));
      status.set(503);
      assertEquals(HealthCheck.State.BAD, service(Optional.of(url)));
    } finally {
      server.stop(0);
    }
    assertEquals(HealthCheck.State.BAD, service(Optional.of(url)));
    assertEquals(HealthCheck.State.BAD, service(Optional.of("no url")));
    assertEquals(HealthCheck.State.WELL, service(Optional.empty()));
  }

  private static HealthCheck.State service(Optional<String> url) throws Exception {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    return new ServiceCheck("video_downloader", url, http, Optional::empty).look().state();
  }

  @Test
  void aServiceThatTheWorkersKeepAwayFromIsNotCalled() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
      HealthCheck.Finding open = HealthCheck.bad("circuit open; next trial at " + NOW);
      ServiceCheck check =
          new ServiceCheck(
              "video_downloader",
              Optional.of("http://127.0.0.1:" + server.getAddress().getPort()),
              http,
              () -> Optional.of(open));
      assertEquals(open, check.look());
      assertEquals(0, calls.get());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aSourceSaysWhatItWantsAndElseWhatTheWorkersKnow() {
    HealthCheck.Finding open = HealthCheck.bad("circuit open; next trial at " + NOW);
    assertEquals(
        HealthCheck.well("not ready: wants PEXELS_API_KEY"),
        new SourceCheck(SourceName.PEXELS, Optional.of("PEXELS_API_KEY"), () -> Optional.of(open))
            .look());
    assertEquals(
        HealthCheck.well("ready"),
        new SourceCheck(SourceName.PEXELS, Optional.empty(), Optional::empty).look());
    assertEquals(
        open, new SourceCheck(SourceName.PEXELS, Optional.empty(), () -> Optional.of(open)).look());
  }
}
