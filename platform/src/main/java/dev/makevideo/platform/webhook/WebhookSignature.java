package dev.makevideo.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The three headers of the Standard Webhooks convention, version 1: HMAC-SHA256 over {@code
 * id.timestamp.body}, once for every secret, so that a receiver may know the old one or the new.
 */
public final class WebhookSignature {
  private WebhookSignature() {}

  /**
   * The headers of one attempt.
   *
   * @param now when it is sent; receivers refuse what is older than some minutes
   * @param body as it is sent
   */
  public static Map<String, String> headers(
      List<WebhookSecret> secrets, String id, Instant now, byte[] body) {
    String timestamp = Long.toString(now.getEpochSecond());
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = new byte[head.length + body.length];
    System.arraycopy(head, 0, signed, 0, head.length);
    System.arraycopy(body, 0, signed, head.length, body.length);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put(
        "webhook-signature",
        secrets.stream()
            .map(secret -> "v1," + Base64.getEncoder().encodeToString(secret.hmac(signed)))
            .collect(Collectors.joining(" ")));
    return headers;
  }
}
