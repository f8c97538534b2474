package dev.makevideo.checks.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows one conversation by its stream to the end. It comes back whenever the stream breaks, and
 * breaks it itself after every other event: the numbers of all events that it was told, in the
 * order in which they came.
 */
final class ConversationFollower implements Callable<List<Long>> {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration AGAIN = Duration.ofMillis(300);
  private static final String ID = "id: ";
  private static final int EVENTS_A_STREAM = 2;

  private final HttpClient http;
  private final List<URI> events;
  private final AtomicInteger streams;
  private int opened;
  private final List<Long> numbers = new ArrayList<>();

  /**
   * @param events the addresses of the stream, one at each API process; taken in turns
   * @param streams counts all that were opened
   */
  ConversationFollower(HttpClient http, List<URI> events, AtomicInteger streams) {
    this.http = http;
    this.events = events;
    this.streams = streams;
  }

  @Override
  public List<Long> call() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        if (isOver()) {
          return List.copyOf(numbers);
        }
      } catch (IOException e) {
        LockSupport.parkNanos(AGAIN.toNanos()); // who is killed breaks its streams
      }
    }
    throw new AssertionError("no end of " + events + " within " + LIMIT + ": " + numbers);
  }

  private boolean isOver() throws IOException, InterruptedException {
    long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    HttpResponse<InputStream> answer =
        http.send(
            HttpRequest.newBuilder(events.get(opened++ % events.size()))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(last))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (answer.statusCode() / 100 == 5) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      if (answer.statusCode() != 200) {
        throw new AssertionError("HTTP " + answer.statusCode() + " of " + events);
      }
      streams.incrementAndGet();
      int told = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("event: end")) {
          return true;
        } else if (line.startsWith(ID)) {
          if (++told > EVENTS_A_STREAM) {
            return false;
          }
          numbers.add(Long.parseLong(line.substring(ID.length())));
        }
      }
      return false;
    }
  }
}
