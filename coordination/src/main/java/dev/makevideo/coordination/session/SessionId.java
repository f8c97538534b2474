package dev.makevideo.coordination.session;

import dev.makevideo.coordination.redis.RedisKeys;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What its owner shows to be let in: 256 random bits in base64url (RFC 4648, without padding), 43
 * characters. A secret: it goes to its owner, and neither into Redis nor into a log. Immutable.
 */
public final class SessionId {
  private static final int BYTES = 32;
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;

  private SessionId(String text) {
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param random a SecureRandom
   */
  public static SessionId random(Random random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads what somebody showed; empty if it cannot be one. */
  public static Optional<SessionId> parse(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  /** The secret itself. */
  public String secret() {
    return text;
  }

  /** Its SHA-256 in 64 of a-f and 0-9: names the session, and does not let anybody in. */
  public String handle() {
    return RedisKeys.sessionHandle(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionId id && id.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "session " + handle().substring(0, 8);
  }
}
