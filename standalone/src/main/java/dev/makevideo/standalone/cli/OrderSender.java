package dev.makevideo.standalone.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sends a job with its files: a small narration and small music in the form itself, large ones and
 * own clips as uploads before it, which go on where they broke off. What is uploaded stays so when
 * the job has to be sent again; closing withdraws it where the service answered and made no job of
 * it. Not thread-safe.
 */
final class OrderSender implements AutoCloseable {
  /** Up to this size a narration is sent again as a whole. */
  private static final long SMALL = 8L << 20;

  /** All uploads together; what is not withdrawn by then expires. */
  private static final Duration WITHDRAWALS_LIMIT = Duration.ofSeconds(20);

  private final ServiceClient client;
  private final Order order;
  private final boolean uploads;
  private final TusUpload narration;
  private final Optional<TusUpload> music;
  private final List<TusUpload> clips;

  /** Whether no job has the uploads, by the service's last answer; silence tells nothing. */
  private boolean unused;

  /**
   * @param uploads whether a large narration or music is sent ahead; without it only clips are
   * @param again says for how long a service may be away or busy while files are uploaded
   * @param tell is told of an upload's waits that the service asks for
   */
  OrderSender(
      ServiceClient client, Order order, boolean uploads, AskAgain again, Consumer<String> tell) {
    this.client = client;
    this.order = order;
    this.uploads = uploads;
    ServiceCalls calls = client.calls();
    this.narration = new TusUpload(calls, "narration", order.audio(), again, tell);
    this.music = order.music().map(song -> new TusUpload(calls, "music", song, again, tell));
    this.clips =
        order.clips().stream()
            .map(clip -> new TusUpload(calls, "clip", clip, again, tell))
            .toList();
  }

  /** The job that was made, or with the same key before. */
  ServiceCalls.Answer send(Optional<String> idempotencyKey)
      throws IOException, InterruptedException {
    return answered("/v1/videos", idempotencyKey);
  }

  /** What would become of it; no job is made. */
  ServiceCalls.Answer plan() throws IOException, InterruptedException {
    ServiceCalls.Answer plan = answered("/v1/videos?dryRun=true", Optional.empty());
    unused = true;
    return plan;
  }

  /**
   * Nothing is asked again. Uploads of which there is no job are withdrawn, or they would take the
   * room of others for a day; where that does not work they expire.
   */
  @Override
  public void close() {
    if (!unused) {
      return;
    }
    long end = System.nanoTime() + WITHDRAWALS_LIMIT.toNanos();
    try {
      for (TusUpload upload : all().toList()) {
        if (end - System.nanoTime() > 0) {
          upload.withdraw();
        }
      }
    } catch (IOException e) {
      // a service that is away now does not hear of the others, either
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServiceCalls.Answer answered(String path, Optional<String> key)
      throws IOException, InterruptedException {
    unused = false;
    try {
      return send(path, key);
    } catch (ServiceException | FileSystemException | FileNotFoundException e) {
      unused = true;
      throw e;
    }
  }

  private ServiceCalls.Answer send(String path, Optional<String> key)
      throws IOException, InterruptedException {
    String[] headers =
        key.map(text -> new String[] {"Idempotency-Key", text}).orElse(new String[0]);
    if (clips.isEmpty() && !(uploads && order.soundBytes() > SMALL)) {
      return client.order(path, order.form(), headers);
    }
    Set<String> kept = ids();
    while (true) {
      String audio = narration.send();
      Optional<String> song = Optional.empty();
      if (music.isPresent()) {
        song = Optional.of(music.get().send());
      }
      List<String> items = new ArrayList<>();
      for (TusUpload clip : clips) {
        items.add(clip.send());
      }
      try {
        return client.order(path, order.json(audio, song, items), headers);
      } catch (ServiceException e) {
        if (!kept.remove(e.value)) {
          throw e;
        }
        // It was sent long ago, and is not there any more.
        all().filter(upload -> upload.id().equals(e.value)).forEach(TusUpload::forget);
      }
    }
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    all().map(TusUpload::id).filter(id -> !id.isEmpty()).forEach(ids::add);
    return ids;
  }

  private Stream<TusUpload> all() {
    return Stream.of(Stream.of(narration), music.stream(), clips.stream()).flatMap(each -> each);
  }
}
