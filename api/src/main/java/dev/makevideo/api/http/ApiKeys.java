package dev.makevideo.api.http;

import dev.makevideo.platform.settings.InvalidSettingException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may ask: tenants and the hashes of their keys. Comparison takes the same time for all. */
public final class ApiKeys {
  /** The tenant where there are no keys. */
  public static final String DEFAULT_TENANT = "default";

  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int SHORTEST_KEY = 16;
  private static final String BEARER = "Bearer ";

  private record Entry(String tenant, byte[] hash) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param settings {@code tenant:key} each
   * @throws InvalidSettingException if one has another form; the message never shows a key
   */
  public ApiKeys(List<String> settings) {
    for (int i = 0; i < settings.size(); i++) {
      String[] parts = settings.get(i).split(":", 2);
      if (parts.length != 2
          || !TENANT.matcher(parts[0]).matches()
          || parts[1].length() < SHORTEST_KEY) {
        throw new InvalidSettingException(
            "MAKE_VIDEO_API_KEYS: entry "
                + (i + 1)
                + " is not of the form tenant:key, with a tenant of lower-case letters, digits and"
                + " hyphens and a key of "
                + SHORTEST_KEY
                + " characters or more");
      }
      entries.add(new Entry(parts[0], hash(parts[1])));
    }
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Whose request it is.
   *
   * @throws ProblemException with 401 if a key is needed and none or a wrong one is given
   */
  public String tenant(Context ctx) {
    if (entries.isEmpty()) {
      return DEFAULT_TENANT;
    }
    @Nullable String given = presented(ctx);
    byte[] hash = hash(given == null ? "" : given);
    @Nullable String tenant = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        tenant = entry.tenant();
      }
    }
    if (given == null || tenant == null) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED,
          "Send a key as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\".");
    }
    return tenant;
  }

  private static @Nullable String presented(Context ctx) {
    @Nullable String authorization = ctx.header("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    return ctx.header("X-API-Key");
  }

  /** SHA-256 of the text. */
  static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
