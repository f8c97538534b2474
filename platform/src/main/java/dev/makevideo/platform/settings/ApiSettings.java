package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP server.
 *
 * @param host {@code MAKE_VIDEO_HOST}: the address to listen on; default 127.0.0.1
 * @param port {@code MAKE_VIDEO_PORT}: default 8004; 0: any free one
 * @param apiKeys {@code MAKE_VIDEO_API_KEYS}: comma-separated {@code tenant:key}; needed on any
 *     address but loopback; secret
 * @param trustedNetwork {@code MAKE_VIDEO_TRUSTED_NETWORK}: other addresses without keys, for a
 *     container whose port is published on loopback only; default false
 * @param quotas what one tenant may have
 * @param sessionTtl {@code MAKE_VIDEO_SESSION_TTL}: seconds after which who signed in and does
 *     nothing is signed out, 60 to 2592000 (30 days); default 86400. Whatever he does, after seven
 *     times that
 * @param keyFile {@code MAKE_VIDEO_API_KEYS_FILE}: keys that {@code make-video keys} adds and
 *     revokes; default: {@code home/api-keys.json}; empty: none but those of the setting
 */
public record ApiSettings(
    String host,
    int port,
    List<String> apiKeys,
    boolean trustedNetwork,
    QuotaSettings quotas,
    Duration sessionTtl,
    Optional<Path> keyFile) {
  private static final int DAY = 86_400;
  private static final int LONGEST = 30 * DAY;
  private static final int SHORTEST = 60;

  /** With sessions of a day, and without a file of keys. */
  public ApiSettings(
      String host, int port, List<String> apiKeys, boolean trustedNetwork, QuotaSettings quotas) {
    this(host, port, apiKeys, trustedNetwork, quotas, Duration.ofSeconds(DAY), Optional.empty());
  }

  /** The same settings, with a file of keys. */
  public ApiSettings withKeyFile(Path file) {
    return new ApiSettings(
        host, port, apiKeys, trustedNetwork, quotas, sessionTtl, Optional.of(file));
  }

  static ApiSettings from(SettingReader reader, Path home) {
    return new ApiSettings(
        reader.text("MAKE_VIDEO_HOST", "127.0.0.1"),
        reader.number("MAKE_VIDEO_PORT", 8004, 0, 65_535),
        reader
            .text("MAKE_VIDEO_API_KEYS")
            .map(keys -> Arrays.stream(keys.split(",")).map(String::strip).toList())
            .orElse(List.of()),
        reader.flag("MAKE_VIDEO_TRUSTED_NETWORK", false),
        QuotaSettings.from(reader),
        Duration.ofSeconds(reader.number("MAKE_VIDEO_SESSION_TTL", DAY, SHORTEST, LONGEST)),
        Optional.of(reader.path("MAKE_VIDEO_API_KEYS_FILE", home.resolve("api-keys.json"))));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ApiSettings[" + host + ":" + port + ", keys=" + apiKeys.size() + "]";
  }
}
