package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends jobs with their files: a small narration in the form itself, a large one and own clips as
 * uploads before it, which go on where they broke off. Thread-safe.
 */
final class OrderSender {
  /** Up to this size a narration is sent again as a whole. */
  private static final long SMALL = 8L << 20;

  private final ServiceClient client;
  private final boolean uploads;

  /**
   * @param uploads whether large narrations are sent ahead; without it only clips are
   */
  OrderSender(ServiceClient client, boolean uploads) {
    this.client = client;
    this.uploads = uploads;
  }

  /** The job that was made, or with the same key before. */
  ServiceCalls.Answer send(Order order, Optional<String> idempotencyKey)
      throws IOException, InterruptedException {
    return send("/v1/videos", order, idempotencyKey);
  }

  /** What would become of it; no job is made. */
  ServiceCalls.Answer plan(Order order) throws IOException, InterruptedException {
    return send("/v1/videos?dryRun=true", order, Optional.empty());
  }

  private ServiceCalls.Answer send(String path, Order order, Optional<String> key)
      throws IOException, InterruptedException {
    String[] headers =
        key.map(text -> new String[] {"Idempotency-Key", text}).orElse(new String[0]);
    if (order.clips().isEmpty() && !(uploads && Files.size(order.audio()) > SMALL)) {
      return client.order(path, order.form(), headers);
    }
    String narration = upload("narration", order.audio());
    List<String> clips = new ArrayList<>();
    for (Path clip : order.clips()) {
      clips.add(upload("clip", clip));
    }
    return client.order(path, order.json(narration, clips), headers);
  }

  private String upload(String purpose, Path file) throws IOException, InterruptedException {
    return new TusUpload(client.calls(), purpose, file).send();
  }
}
