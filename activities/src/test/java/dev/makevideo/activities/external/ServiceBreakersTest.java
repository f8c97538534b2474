package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.coordination.breaker.BreakerSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceBreakersTest {
  @ParameterizedTest
  @CsvSource({
    "YOUTUBE_SEARCH, 60",
    "VIDEO_DOWNLOADER, 60",
    "AUDIO_TRANSCRIBER, 120",
    "CHAT, 60",
    "DIRECT_DOWNLOAD, 60"
  })
  void defaultsArePinned(ExternalService service, int seconds) {
    BreakerSettings settings = ServiceBreakers.settings(service, Optional.empty());
    assertEquals(Duration.ofSeconds(seconds), settings.openFor());
    assertEquals(5, settings.failures());
    assertEquals(3, settings.trials());
  }

  @Test
  void theOperatorsPeriodGoesBeforeThem() {
    Duration own = Duration.ofSeconds(7);
    assertEquals(
        own,
        ServiceBreakers.settings(ExternalService.AUDIO_TRANSCRIBER, Optional.of(own)).openFor());
  }
}
