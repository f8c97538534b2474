package dev.makevideo.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that receivers check signatures with, as the Standard Webhooks convention has it: {@code
 * whsec_} and 24 to 64 bytes in base64. Immutable.
 */
public final class WebhookSecret {
  /** What may be said, for messages. */
  public static final String ALLOWED = "whsec_ followed by 24 to 64 bytes in base64";

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST = 24;
  private static final int MADE = 32;
  private static final int MOST = 64;

  private final byte[] bytes;

  private WebhookSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** A new one; {@code random} should be a SecureRandom. */
  public static WebhookSecret make(Random random) {
    byte[] bytes = new byte[MADE];
    random.nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it has another form; the message does not tell the secret
   */
  public static WebhookSecret of(String text) {
    byte[] bytes = new byte[0];
    if (text.startsWith(PREFIX)) {
      try {
        bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException e) {
        // falls through to the one message
      }
    }
    if (bytes.length < LEAST || bytes.length > MOST) {
      throw new IllegalArgumentException("a webhook secret is not " + ALLOWED);
    }
    return new WebhookSecret(bytes);
  }

  /**
   * Reads several, with space between them.
   *
   * @throws IllegalArgumentException as {@link #of}, or if there is none
   */
  public static List<WebhookSecret> all(String text) {
    return Arrays.stream(text.strip().split("\\s+")).map(WebhookSecret::of).toList();
  }

  /**
   * The secret of one tenant: it follows from this one, and this one does not follow from it, so
   * that no tenant can sign what another believes. The tenant of a service without keys is one like
   * the others: what its receivers know gives away nobody else's.
   */
  public WebhookSecret forTenant(String tenant) {
    return new WebhookSecret(
        hmac(("make-video webhooks of tenant " + tenant).getBytes(StandardCharsets.UTF_8)));
  }

  byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** In clear, for who is to check signatures with it. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookSecret[" + bytes.length + " bytes]";
  }
}
