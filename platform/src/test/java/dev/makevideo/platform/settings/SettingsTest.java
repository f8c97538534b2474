package dev.makevideo.platform.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void defaultsArePinned() {
    Settings settings = Settings.from(Map.of("HOME", "/home/someone"));
    assertEquals(new WorkerSettings(8, 4, processors(), 2, 3, "127.0.0.1", 0), settings.worker());
    assertEquals(new SpeechSettings(true, Optional.empty()), settings.speech());
    assertEquals(new CaptionSettings(true, Optional.empty()), settings.captions());
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
    assertEquals(
        new ApiSettings("127.0.0.1", 8004, List.of(), false, QuotaSettings.none())
            .withKeyFile(settings.storage().home().resolve("api-keys.json")),
        settings.api());
    assertEquals(
        new LogSettings("INFO", Optional.empty(), settings.storage().home().resolve("log-levels")),
        settings.log());
    assertEquals(settings.storage().home().resolve("store"), settings.storage().store());
    assertEquals(Duration.ofDays(30), settings.storage().retention());
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
                Map.entry("MAKE_VIDEO_STORE_DAYS", "9"),
                Map.entry("MAKE_VIDEO_JOB_DAYS", "8"),
                Map.entry("MAKE_VIDEO_SHORT_SLOTS", "9"),
                Map.entry("MAKE_VIDEO_IO_SLOTS", "5"),
                Map.entry("MAKE_VIDEO_CPU_SLOTS", "7"),
                Map.entry("MAKE_VIDEO_TRANSCRIBE_SLOTS", "6"),
                Map.entry("MAKE_VIDEO_SPEECH_MODEL", "/models/a/../b"),
                Map.entry("MAKE_VIDEO_CJK_FONTS", "/fonts/a/../b"),
                Map.entry("MAKE_VIDEO_DOWNLOADS", "2"),
                Map.entry("MAKE_VIDEO_WORKER_HOST", "0.0.0.0"),
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
                Map.entry("LOG_LEVELS_FILE", "/levels"),
                Map.entry("AUDIO_TRANSCRIBER_API_KEY", "secret3")));
    assertEquals(new WorkerSettings(9, 5, 7, 6, 2, "0.0.0.0", 8005), settings.worker());
    assertEquals(new SpeechSettings(true, Optional.of(Path.of("/models/b"))), settings.speech());
    assertFalse(Settings.from(Map.of("MAKE_VIDEO_SPEECH_MODEL", "off")).speech().wanted());
    assertEquals(new CaptionSettings(true, Optional.of(Path.of("/fonts/b"))), settings.captions());
    assertEquals(
        new CaptionSettings(false, Optional.empty()),
        Settings.from(Map.of("MAKE_VIDEO_CJK_FONTS", "off")).captions());
    assertEquals(Path.of("/store"), settings.storage().store());
    assertEquals(Duration.ofDays(9), settings.storage().retention());
    assertEquals(Optional.of(Duration.ofDays(8)), settings.storage().jobsKept());
    assertEquals(Optional.empty(), Settings.from(Map.of()).storage().jobsKept());
    assertEquals(List.of(Path.of("/a"), Path.of("/c")), settings.services().clipRoots());
    assertTrue(settings.services().privateUrls());
    assertEquals(3_000_000L, settings.services().maxClipBytes());
    assertEquals(Optional.of(Duration.ofSeconds(4)), settings.services().breakerOpenFor());
    assertEquals(
        new ApiSettings("0.0.0.0", 0, List.of("a:secret1", "b:secret2"), true, QuotaSettings.none())
            .withKeyFile(settings.storage().home().resolve("api-keys.json")),
        settings.api());
    assertEquals(
        new LogSettings("DEBUG", Optional.of(Path.of("/log")), Path.of("/levels")), settings.log());
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
    "YOUTUBE_SEARCH_ULR, YOUTUBE_SEARCH_URL",
    "YOUTUBE_SERCH_URLS, YOUTUBE_SEARCH_URL",
    "youtube_search_ur, YOUTUBE_SEARCH_URL",
    "AUDIO_TRANSCRIBER_APIKEY, AUDIO_TRANSCRIBER_API_KEY",
    "REDIS_URI, REDIS_URL",
    "REDIS_PASWORD, REDIS_PASSWORD",
    "TEMPORAL_ADRESS, TEMPORAL_ADDRESS",
    "TEMPORAL_NAMESAPCE, TEMPORAL_NAMESPACE",
    "LOGLEVEL, LOG_LEVEL",
    "LOG_FLIE, LOG_FILE",
  })
  void aSlipOutsideOurPrefixFailsToo(String name, String meant) {
    InvalidSettingException error =
        assertThrows(
            InvalidSettingException.class, () -> Settings.from(Map.of(name, "x", "HOME", "/h")));
    assertEquals(
        "there is no setting " + name + "; did you mean " + meant + "?", error.getMessage());
  }

  @Test
  void otherPeoplesNamesAreLeftAlone() {
    Settings.from(
        Map.ofEntries(
            Map.entry("REDIS_SERVICE_HOST", "10.0.0.1"),
            Map.entry("REDIS_PORT", "tcp://10.0.0.1:6379"),
            Map.entry("REDIS_PORT_6379_TCP", "tcp://10.0.0.1:6379"),
            Map.entry("REDIS_HOST", "redis"),
            Map.entry("REDIS_TLS_URL", "rediss://x"),
            Map.entry("REDIS_PASSWORD_FILE", "/run/secrets/redis"),
            Map.entry("REDIS_URL", "redis://mine"),
            Map.entry("REDIS_URI", "redis://of-another-program"),
            Map.entry("TEMPORAL_TLS_CLIENT_CERT_PATH", "/cert"),
            Map.entry("TEMPORAL_GRPC_META_TEAM", "video"),
            Map.entry("TEMPORAL_SERVICE_HOST", "10.0.0.2"),
            Map.entry("TEMPORAL_UI_PORT", "8080"),
            Map.entry("XDG_DATA_DIRS", "/usr/share"),
            Map.entry("LOGNAME", "someone"),
            Map.entry("LOG_DIR", "/log"),
            Map.entry("HOSTNAME", "host"),
            Map.entry("HOME", "/h")));
  }

  @Test
  void everySettingIsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    Set<String> documented = new TreeSet<>();
    for (String line : readme.lines().filter(l -> l.startsWith("| `")).toList()) {
      for (String name : line.split("\\|")[1].replace("`", "").split(",")) {
        documented.add(name.strip());
      }
    }
    Set<String> missing = new TreeSet<>(Settings.names());
    missing.removeAll(documented);
    missing.removeIf(name -> name.startsWith("TEMPORAL_"));
    missing.removeAll(Set.of("HOME", "LOCALAPPDATA", "XDG_DATA_HOME"));
    assertEquals(Set.of(), missing, "not in the README's table");
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

  private static SourceProgramSettings programs(Map<String, String> environment) {
    return Settings.from(environment).services().sources().programs();
  }

  @Test
  void programsOfSourcesAreRead() {
    assertEquals(SourceProgramSettings.defaults(), programs(Map.of()));
    assertFalse(programs(Map.of("MAKE_VIDEO_YTDLP", "off")).ytDlp().wanted());
    SourceProgramSettings all =
        programs(
            Map.of(
                "MAKE_VIDEO_YTDLP", "/a/../yt-dlp",
                "MAKE_VIDEO_YTDLP_SEARCH", "http://127.0.0.1:81/{phrase}?n={n}",
                "MAKE_VIDEO_SOURCE_COMMAND", "/own",
                "MAKE_VIDEO_SOURCE_COMMAND_URL", "http://10.0.0.1:8080/"));
    assertEquals(Optional.of(Path.of("/yt-dlp")), all.ytDlp().named());
    assertTrue(all.ytDlp().wanted() && all.ytDlp().isPage());
    assertEquals(Optional.of(Path.of("/own")), all.command());
    assertEquals(Optional.of("http://10.0.0.1:8080"), all.commandBase());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ytsearch:cats",
        "--exec={phrase}",
        "file:///{phrase}",
        "http://{phrase}/",
        "http://a@b/{phrase}",
        "http://x?q={phrase}",
        "{phrase}",
        "ytsearch{n}:{phrase} --exec"
      })
  void anotherSearchOfYtDlpsIsRefused(String search) {
    InvalidSettingException error =
        assertThrows(
            InvalidSettingException.class,
            () -> programs(Map.of("MAKE_VIDEO_YTDLP_SEARCH", search)));
    String message = String.valueOf(error.getMessage());
    assertTrue(
        message.startsWith("MAKE_VIDEO_YTDLP_SEARCH is \"" + search + "\"; allowed: "), message);
  }

  @Test
  void redisSettingsAreRefusedWithTheOthersAndPasswordsAreNotRepeated() {
    String said =
        String.valueOf(
            assertThrows(
                    InvalidSettingException.class,
                    () -> Settings.from(Map.of("REDIS_MAX_CONNECTIONS", "lots")))
                .getMessage());
    assertTrue(said.startsWith("REDIS_MAX_CONNECTIONS is \"lots\"; allowed:"), said);
    said =
        String.valueOf(
            assertThrows(
                    InvalidSettingException.class,
                    () -> Settings.from(Map.of("REDIS_URL", "ftp://u:hidden@h")))
                .getMessage());
    assertTrue(said.contains("REDIS_URL") && !said.contains("hidden"), said);
  }
}
