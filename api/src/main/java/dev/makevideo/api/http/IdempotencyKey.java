package dev.makevideo.api.http;

import dev.makevideo.platform.access.KeyFile;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * The header field that tells a request that is sent again from another one (IETF draft
 * httpapi-idempotency-key-header).
 */
public final class IdempotencyKey {
  private static final String NAME = "Idempotency-Key";
  private static final int LONGEST = 200;
  private static final int DIGITS = 32;

  private IdempotencyKey() {}

  /**
   * The request's key, if it has one.
   *
   * @throws ProblemException with 400 if it is blank or longer than 200 characters
   */
  public static Optional<String> of(Context ctx) {
    Optional<String> key = Optional.ofNullable(ctx.header(NAME));
    if (key.filter(text -> text.isBlank() || text.length() > LONGEST).isPresent()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, NAME + " must have 1 to " + LONGEST + " characters.", NAME);
    }
    return key;
  }

  /** What of an id comes from a tenant's key: 32 of 0-9 and a-f, always the same. */
  public static String digits(String tenant, String key) {
    return KeyFile.sha256(tenant + "\n" + key).substring(0, DIGITS);
  }
}
