package dev.makevideo.standalone.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says when to ask a service again that gave no answer, or that wants to be asked later, and when
 * that is no use. Silence counts from the first failure after the last answer: what took long
 * before was none. Not thread-safe.
 */
final class AskAgain {
  /** A service that is started again answers within this time; MTTR is under a minute. */
  private static final Duration SILENCE = Duration.ofSeconds(90);

  /** All waits that the service asks for, one after another. */
  private static final Duration LATER = Duration.ofHours(2);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
  private static final int UNAVAILABLE = 503;

  /** The service is there, and the request is well. */
  private static final Set<Integer> BUSY = Set.of(408, 423, 429);

  /** A job that is not sent yet loses nothing by waiting for room, or for what is in front. */
  private static final Set<Integer> NO_JOB_NOW = Set.of(502, 503, 504, 507);

  private final LongSupplier nanos;
  private final boolean sends;
  private OptionalLong silentSince = OptionalLong.empty();
  private OptionalLong laterSince = OptionalLong.empty();

  private AskAgain(LongSupplier nanos, boolean sends) {
    this.nanos = nanos;
    this.sends = sends;
  }

  /**
   * Of a job that is to be sent.
   *
   * @param nanos a clock, such as {@code System::nanoTime}
   */
  static AskAgain sending(LongSupplier nanos) {
    return new AskAgain(nanos, true);
  }

  /** Of a job that is there; the clock is as with {@link #sending}. */
  static AskAgain following(LongSupplier nanos) {
    return new AskAgain(nanos, false);
  }

  /** The service answered what it was asked. */
  void answered() {
    silentSince = OptionalLong.empty();
    laterSince = OptionalLong.empty();
  }

  /** The service took a part of what it was asked: the waits that it asked for still count. */
  void heard() {
    silentSince = OptionalLong.empty();
  }

  /**
   * What to do after a failure.
   *
   * @return how long to wait, at most five minutes; empty if it is no use to ask again
   */
  Optional<Duration> after(IOException failure) {
    return after(failure, isFinal(failure));
  }

  private Optional<Duration> after(IOException failure, boolean last) {
    long now = nanos.getAsLong();
    if (failure instanceof ServiceException answer && isLater(answer)) {
      silentSince = OptionalLong.empty();
      laterSince = OptionalLong.of(laterSince.orElse(now));
      return now - laterSince.getAsLong() > LATER.toNanos()
          ? Optional.empty()
          : Optional.of(bounded(answer.retryAfter().orElse(USUAL_WAIT)));
    }
    if (last) {
      silentSince = OptionalLong.empty();
      return Optional.empty();
    }
    silentSince = OptionalLong.of(silentSince.orElse(now));
    return silence().compareTo(SILENCE) > 0 ? Optional.empty() : Optional.of(SHORTEST_WAIT);
  }

  /**
   * Waits as {@link #after} says.
   *
   * @param tell is told of each wait that the service asked for, and once of a silence
   * @throws IOException the failure itself, if it is no use to ask again
   */
  void pause(IOException failure, Consumer<String> tell) throws IOException, InterruptedException {
    pause(failure, isFinal(failure), tell);
  }

  /** As {@link #pause}, after an answer that does not say what became of what was asked. */
  void pauseUnclear(ServiceException failure, Consumer<String> tell)
      throws IOException, InterruptedException {
    pause(failure, false, tell);
  }

  private void pause(IOException failure, boolean last, Consumer<String> tell)
      throws IOException, InterruptedException {
    boolean silentBefore = isSilent();
    Optional<Duration> wait = after(failure, last);
    if (wait.isEmpty()) {
      throw failure;
    }
    if (!isSilent()) {
      tell.accept("waits " + Spans.of(wait.get()) + ": " + failure.getMessage());
    } else if (!silentBefore) {
      tell.accept(
          "has no answer (%s); tries again for %s"
              .formatted(FileTrouble.sentence(failure), Spans.of(SILENCE)));
    }
    TimeUnit.MILLISECONDS.sleep(wait.get().toMillis());
  }

  /** Whether the last failure was no answer. */
  boolean isSilent() {
    return silentSince.isPresent();
  }

  /** For how long there was no answer; zero if the last failure was one. */
  Duration silence() {
    return silentSince.isPresent()
        ? Duration.ofNanos(nanos.getAsLong() - silentSince.getAsLong())
        : Duration.ZERO;
  }

  private boolean isLater(ServiceException answer) {
    return BUSY.contains(answer.status)
        || (sends && NO_JOB_NOW.contains(answer.status))
        || (answer.status == UNAVAILABLE && answer.retryAfter().isPresent());
  }

  private boolean isFinal(IOException failure) {
    return failure instanceof FileSystemException
        || failure instanceof FileNotFoundException
        || (failure instanceof ServiceException answer && (sends || answer.isRefusal()));
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
