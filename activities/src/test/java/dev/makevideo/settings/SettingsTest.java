package dev.makevideo.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void defaultsArePinned() {
    Settings settings = Settings.from(Map.of("HOME", "/home/someone"));
    assertEquals(new WorkerSettings(8, 4, processors(), 3, 0), settings.worker());
    assertEquals(
        new ServiceSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "whisper-1",
            List.of(),
            false,
            200_000_000L,
            Optional.empty()),
        settings.services());
    assertEquals(new ApiSettings("127.0.0.1", 8004, List.of(), false), settings.api());
    assertEquals(new LogSettings("INFO", Optional.empty()), settings.log());
    assertEquals(settings.storage().home().resolve("store"), settings.storage().store());
    assertEquals(settings.storage().home().resolve("tools"), settings.storage().tools());
  }

  @Test
  void homeFollowsTheVariableAndTheStoreFollowsHome() {
    Settings settings = Settings.from(Map.of("MAKE_VIDEO_HOME", "/data"));
    assertEquals(Path.of("/data/store"), settings.storage().store());
  }

  @Test
  void dataFolderFollowsXdg() {
    Settings settings = Settings.from(Map.of("XDG_DATA_HOME", "/xdg", "HOME", "/home/someone"));
    if (System.getProperty("os.name").equals("Linux")) {
      assertEquals(Path.of("/xdg/make-video"), settings.storage().home());
    }
  }

  @Test
  void everyVariableIsRead() {
    Settings settings =
        Settings.from(
            Map.ofEntries(
                Map.entry("MAKE_VIDEO_STORE", "/store"),
                Map.entry("MAKE_VIDEO_SHORT_SLOTS", "9"),
                Map.entry("MAKE_VIDEO_IO_SLOTS", "5"),
                Map.entry("MAKE_VIDEO_CPU_SLOTS", "7"),
                Map.entry("MAKE_VIDEO_DOWNLOADS", "2"),
                Map.entry("MAKE_VIDEO_WORKER_PORT", "8005"),
                Map.entry("MAKE_VIDEO_CLIP_ROOTS", "/a:/b/../c"),
                Map.entry("MAKE_VIDEO_PRIVATE_URLS", "true"),
                Map.entry("MAKE_VIDEO_MAX_CLIP_MB", "3"),
                Map.entry("MAKE_VIDEO_BREAKER_OPEN_SECONDS", "4"),
                Map.entry("MAKE_VIDEO_HOST", "0.0.0.0"),
                Map.entry("MAKE_VIDEO_PORT", "0"),
                Map.entry("MAKE_VIDEO_API_KEYS", "a:secret1, b:secret2"),
                Map.entry("MAKE_VIDEO_TRUSTED_NETWORK", "true"),
                Map.entry("LOG_LEVEL", "debug"),
                Map.entry("LOG_FILE", "/log"),
                Map.entry("AUDIO_TRANSCRIBER_API_KEY", "secret3")));
    assertEquals(new WorkerSettings(9, 5, 7, 2, 8005), settings.worker());
    assertEquals(Path.of("/store"), settings.storage().store());
    assertEquals(List.of(Path.of("/a"), Path.of("/c")), settings.services().clipRoots());
    assertTrue(settings.services().privateUrls());
    assertEquals(3_000_000L, settings.services().maxClipBytes());
    assertEquals(Optional.of(Duration.ofSeconds(4)), settings.services().breakerOpenFor());
    assertEquals(
        new ApiSettings("0.0.0.0", 0, List.of("a:secret1", "b:secret2"), true), settings.api());
    assertEquals(new LogSettings("DEBUG", Optional.of(Path.of("/log"))), settings.log());
    assertFalse(settings.toString().contains("secret"), "no secret in " + settings);
  }

  @Test
  void anUnknownNameFailsWithTheNearestKnownOne() {
    InvalidSettingException error =
        assertThrows(
            InvalidSettingException.class, () -> Settings.from(Map.of("MAKE_VIDEO_CPU_SLOT", "2")));
    assertEquals(
        "there is no setting MAKE_VIDEO_CPU_SLOT; did you mean MAKE_VIDEO_CPU_SLOTS?",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "MAKE_VIDEO_CPU_SLOTS, 0, a whole number from 1 to 256",
    "MAKE_VIDEO_CPU_SLOTS, two, a whole number from 1 to 256",
    "MAKE_VIDEO_BREAKER_OPEN_SECONDS, 0, a whole number from 1 to 3600",
    "MAKE_VIDEO_BREAKER_OPEN_SECONDS, 3601, a whole number from 1 to 3600",
    "MAKE_VIDEO_PORT, 65536, a whole number from 0 to 65535",
    "MAKE_VIDEO_PRIVATE_URLS, yes, 'true, false'",
    "LOG_LEVEL, LOUD, 'TRACE, DEBUG, INFO, WARN, ERROR'",
  })
  void aBadValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
    InvalidSettingException error =
        assertThrows(InvalidSettingException.class, () -> Settings.from(Map.of(name, value)));
    assertEquals(name + " is \"" + value + "\"; allowed: " + allowed, error.getMessage());
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
