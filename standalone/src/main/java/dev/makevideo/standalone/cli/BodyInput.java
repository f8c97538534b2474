package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, of which every wait for more has an end: Java's own request timeout is
 * over with the headers. At most one piece is held ahead. Read by one thread.
 */
final class BodyInput extends InputStream implements BodySubscriber<BodyInput> {
  private final Duration idle;
  private final long end;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final Deque<ByteBuffer> held = new ArrayDeque<>();
  private boolean over;

  /** Bytes, or with none the end and perhaps why. */
  private record Piece(List<ByteBuffer> bytes, Optional<Throwable> error) {}

  /**
   * @param idle the longest wait for the next bytes
   * @param total the longest time for all of them, from now
   */
  BodyInput(Duration idle, Duration total) {
    this.idle = idle;
    this.end = System.nanoTime() + total.toNanos();
  }

  @Override
  public CompletionStage<BodyInput> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription.complete(given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    pieces.add(new Piece(bytes, Optional.empty()));
  }

  @Override
  public void onError(Throwable error) {
    pieces.add(new Piece(List.of(), Optional.of(error)));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), Optional.empty()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws HttpTimeoutException if nothing more came in time
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    @Nullable ByteBuffer bytes = length == 0 ? null : filled();
    if (bytes == null) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  /** Bytes that are there; null at the end. */
  private @Nullable ByteBuffer filled() throws IOException {
    while (true) {
      @Nullable ByteBuffer first = held.peekFirst();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      if (first != null) {
        held.removeFirst();
      } else if (over) {
        return null;
      } else {
        take(next());
      }
    }
  }

  private void take(Piece piece) throws IOException {
    if (piece.error().isPresent()) {
      throw new IOException("the connection broke off", piece.error().get());
    }
    if (piece.bytes().isEmpty()) {
      over = true;
    } else {
      held.addAll(piece.bytes());
      subscription.thenAccept(given -> given.request(1));
    }
  }

  private Piece next() throws IOException {
    long wait = Math.min(idle.toNanos(), end - System.nanoTime());
    try {
      @Nullable Piece piece = pieces.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      if (piece != null && end - System.nanoTime() > 0) {
        return piece;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    close();
    throw new HttpTimeoutException("the answer stopped coming, or takes too long");
  }

  @Override
  public void close() {
    over = true;
    held.clear();
    subscription.thenAccept(Flow.Subscription::cancel);
  }
}
