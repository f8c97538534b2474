package dev.makevideo.platform.settings;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which variables this program reads, and which others look like a slip of the pen: any other
 * {@code MAKE_VIDEO_} name, and elsewhere a name that is one or two letters away from one that is
 * read and not set. Further away they are other people's, such as {@code REDIS_SERVICE_HOST} in
 * Kubernetes.
 */
final class SettingNames {
  private static final String PREFIX = "MAKE_VIDEO_";

  /** So many edits away a name of ours may be what was meant. */
  private static final int OURS = 4;

  /** Elsewhere a slip is one letter wrong, missing, too many or swapped; in long names two. */
  private static final int LONG = 16;

  /** Read outside the settings: by the start script and the command line as a client. */
  private static final Set<String> OF_THE_COMMAND =
      Set.of("MAKE_VIDEO_JAVA_OPTS", "MAKE_VIDEO_URL", "MAKE_VIDEO_API_KEY");

  /** Read by the coordination module ({@code RedisSettings}). */
  private static final Set<String> OF_REDIS =
      Set.of(
          "REDIS_URL",
          "REDIS_PASSWORD",
          "REDIS_SENTINEL_PASSWORD",
          "REDIS_MAX_CONNECTIONS",
          "REDIS_CONVERSATION_TTL",
          "REDIS_ORCHESTRATION_TTL");

  /**
   * Read by every Temporal client (temporal-envconfig), or by its command line and its predecessor.
   */
  private static final Set<String> OF_TEMPORAL =
      Set.of(
          "TEMPORAL_ADDRESS",
          "TEMPORAL_NAMESPACE",
          "TEMPORAL_API_KEY",
          "TEMPORAL_PROFILE",
          "TEMPORAL_CONFIG_FILE",
          "TEMPORAL_TLS",
          "TEMPORAL_TLS_CLIENT_CERT_PATH",
          "TEMPORAL_TLS_CLIENT_CERT_DATA",
          "TEMPORAL_TLS_CLIENT_KEY_PATH",
          "TEMPORAL_TLS_CLIENT_KEY_DATA",
          "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
          "TEMPORAL_TLS_SERVER_CA_CERT_DATA",
          "TEMPORAL_TLS_SERVER_NAME",
          "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION",
          "TEMPORAL_TLS_CA",
          "TEMPORAL_TLS_CERT",
          "TEMPORAL_TLS_KEY",
          "TEMPORAL_CODEC_ENDPOINT",
          "TEMPORAL_CODEC_AUTH",
          "TEMPORAL_CLI_ADDRESS",
          "TEMPORAL_CLI_NAMESPACE");

  private final Set<String> known = new TreeSet<>();

  SettingNames() {
    known.addAll(OF_THE_COMMAND);
    known.addAll(OF_REDIS);
    known.addAll(OF_TEMPORAL);
  }

  void add(String name) {
    known.add(name);
  }

  /** All names that are read, in order. */
  Set<String> all() {
    return Set.copyOf(known);
  }

  /**
   * @throws InvalidSettingException naming the first name that was meant to be another, and that
   */
  void rejectSlips(Map<String, String> environment) {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (known.contains(name)) {
        continue;
      }
      Optional<String> meant = meant(name, environment);
      if (name.startsWith(PREFIX) || meant.isPresent()) {
        throw new InvalidSettingException(
            "there is no setting "
                + name
                + meant.map(other -> "; did you mean " + other + "?").orElse(""));
      }
    }
  }

  private Optional<String> meant(String name, Map<String, String> environment) {
    boolean ours = name.startsWith(PREFIX);
    String upper = name.toUpperCase(Locale.ROOT);
    return known.stream()
        .filter(other -> ours || !isOfThePlatform(other))
        .filter(other -> ours || !environment.containsKey(other))
        .filter(other -> distance(upper, other) <= reach(ours, other))
        .min(Comparator.comparingInt(other -> distance(upper, other)));
  }

  private static int reach(boolean ours, String name) {
    if (ours) {
      return OURS;
    }
    return name.length() >= LONG ? 2 : 1;
  }

  /** The home folder's variables have neighbours of their own. */
  private static boolean isOfThePlatform(String name) {
    return name.equals("HOME") || name.equals("LOCALAPPDATA") || name.equals("XDG_DATA_HOME");
  }

  /** Edits, a swap of neighbours being one (optimal string alignment; Damerau 1964). */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : edit(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int edit(int[][] rows, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(rows[i - 1][j - 1] + change, Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
