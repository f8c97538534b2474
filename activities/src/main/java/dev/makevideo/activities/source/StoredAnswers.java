package dev.makevideo.activities.source;

import dev.makevideo.activities.external.BodyParser;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a source, and keeps what it answered in the store, so that the same question is not asked
 * again too soon: by no job, and by no worker on that store. An answer that could not be read is
 * not kept. Thread-safe.
 */
final class StoredAnswers {
  private static final String VERSION = "v1";
  private static final int MAX_ANSWER = 8 << 20;

  private final ArtifactStore store;
  private final GuardedClient client;
  private final CallTurns turns;
  private final Clock clock;

  StoredAnswers(ArtifactStore store, GuardedClient client, CallTurns turns, Clock clock) {
    this.store = store;
    this.client = client;
    this.turns = turns;
    this.clock = clock;
  }

  /**
   * The answer to a call, now or from the store. Of several that ask the same at once, in all
   * workers, one calls, and the others wait for its answer.
   *
   * @param question names the answer in the store: the address without secrets
   * @param keptFor how long it stands, in whole hours; up to an hour longer
   */
  <T> CallResult<T> get(
      ServiceCall call, String question, Duration keptFor, BodyParser<T> parser, StopSignal stop)
      throws IOException, InterruptedException {
    Optional<T> known = known(call, question, keptFor, parser);
    if (known.isPresent()) {
      return new CallResult.Ok<>(known.get());
    }
    ActionKey key = key(call.service().label(), question, hour());
    return turns.once(
        store,
        key,
        call,
        stop,
        () -> {
          Optional<T> meanwhile = known(call, question, keptFor, parser);
          return meanwhile.isPresent()
              ? new CallResult.Ok<>(meanwhile.get())
              : asked(call, key, parser, stop);
        });
  }

  private <T> CallResult<T> asked(
      ServiceCall call, ActionKey key, BodyParser<T> parser, StopSignal stop) throws IOException {
    byte[][] body = new byte[1][];
    CallResult<T> result =
        client.fetch(
            call,
            MAX_ANSWER,
            bytes -> {
              T value = parser.parse(bytes);
              body[0] = bytes;
              return value;
            },
            stop);
    if (result instanceof CallResult.Ok<T>) {
      store.publish(key, body[0]);
    }
    return result;
  }

  /** The answer from the store, if it is there; nothing is called. */
  <T> Optional<T> known(ServiceCall call, String question, Duration keptFor, BodyParser<T> parser)
      throws IOException {
    long hour = hour();
    for (long back = 0; back <= keptFor.toHours(); back++) {
      Optional<T> known = read(key(call.service().label(), question, hour - back), parser);
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  private long hour() {
    return clock.instant().getEpochSecond() / Duration.ofHours(1).toSeconds();
  }

  private static ActionKey key(String service, String question, long hour) {
    return ActionKey.of("search", VERSION, service, question, Long.toString(hour));
  }

  private <T> Optional<T> read(ActionKey key, BodyParser<T> parser) throws IOException {
    Optional<ObjectRef> found = store.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.parse(store.read(found.get())));
    } catch (MissingObjectException e) {
      return Optional.empty(); // collected between the two looks
    }
  }
}
