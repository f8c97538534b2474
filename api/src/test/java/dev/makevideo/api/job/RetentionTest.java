package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.api.FakeTemporal;
import dev.makevideo.platform.temporal.TemporalConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant ENDED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aJobExpiresWhenTheServerForgetsIt() throws IOException {
    try (FakeTemporal temporal = new FakeTemporal()) {
      temporal.retentionSeconds = 7 * 86_400;
      Retention retention =
          new Retention(
              TemporalConnection.over(temporal.stubs(), "test").client(), Optional.empty());
      Optional<Instant> expiry = Optional.of(Instant.parse("2026-01-08T00:00:00Z"));
      assertEquals(expiry, retention.expiry(ENDED));
    }
  }

  @Test
  void aServerThatDoesNotSayPromisesNothing() throws IOException {
    try (FakeTemporal temporal = new FakeTemporal()) {
      Retention retention =
          new Retention(
              TemporalConnection.over(temporal.stubs(), "test").client(), Optional.empty());
      assertEquals(Optional.empty(), retention.expiry(ENDED));
    }
  }

  @Test
  void theSettingOrTheServerWhoeverForgetsEarlier() throws IOException {
    try (FakeTemporal temporal = new FakeTemporal()) {
      var client = TemporalConnection.over(temporal.stubs(), "test").client();
      Optional<Duration> twoDays = Optional.of(Duration.ofDays(2));
      Optional<Instant> expiry = Optional.of(Instant.parse("2026-01-03T00:00:00Z"));
      assertEquals(expiry, new Retention(client, twoDays).expiry(ENDED));
      temporal.retentionSeconds = 7 * 86_400;
      assertEquals(expiry, new Retention(client, twoDays).expiry(ENDED));
      temporal.retentionSeconds = 86_400;
      assertEquals(
          Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
          new Retention(client, twoDays).expiry(ENDED));
    }
  }
}
