package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A job's stream of events (server-sent events, WHATWG HTML, section 9.2): each call reads one
 * connection, and the next goes on after the last numbered event that was seen. Not thread-safe.
 */
final class JobEvents {
  /** The service says something at least every ten seconds. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** The service ends a stream after half an hour. */
  private static final Duration TOTAL = Duration.ofMinutes(40);

  private static final int LONGEST_EVENT = 4 << 20;

  private final ServiceClient client;
  private final String id;
  private final Seen seen;
  private long last;

  /** Is told what comes. */
  interface Seen {
    /** The job changed. */
    void job(ReportedJob job);

    /** Something with a number happened; each comes once. */
    void event(String type, JsonNode event);
  }

  /** There is no stream, and the job must be asked for. */
  static final class NoStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    NoStreamException(String why) {
      super(why);
    }
  }

  JobEvents(ServiceClient client, String id, Seen seen) {
    this.client = client;
    this.id = id;
    this.seen = seen;
  }

  /** The same from another client of the service: numbers go on. */
  JobEvents with(ServiceClient other) {
    JobEvents next = new JobEvents(other, id, seen);
    next.last = last;
    return next;
  }

  /**
   * Reads until the stream ends, which is no sign that the job did.
   *
   * @throws NoStreamException if the service offers none now
   * @throws IOException if the connection broke off
   */
  void read() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        client
            .calls()
            .request("/v1/videos/" + ServiceClient.encode(id) + "/events")
            .header("Accept", "text/event-stream");
    if (last > 0) {
      request.header("Last-Event-ID", Long.toString(last));
    }
    HttpResponse<BodyInput> answer = client.calls().open(request.build(), IDLE, TOTAL);
    try (BodyInput body = answer.body()) {
      String type = answer.headers().firstValue("Content-Type").orElse("");
      if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
        throw new NoStreamException("status " + answer.statusCode());
      }
      events(body);
    }
  }

  private void events(BodyInput body) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    Event event = new Event();
    byte[] piece = new byte[8 << 10];
    for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
      for (int i = 0; i < count; i++) {
        if (piece[i] != '\n') {
          line.write(piece[i]);
        } else {
          String text = line.toString(StandardCharsets.UTF_8);
          line.reset();
          event = text.isBlank() ? told(event) : event.with(text);
        }
      }
      if (line.size() + event.data.length() > LONGEST_EVENT) {
        throw new NoStreamException("an event without an end");
      }
    }
  }

  /** What was read of an event so far. */
  private record Event(String id, String type, String data) {
    Event() {
      this("", "message", "");
    }

    Event with(String line) {
      String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      return switch (field) {
        case "id" -> new Event(value, type, data);
        case "event" -> new Event(id, value, data);
        case "data" -> new Event(id, type, data.isEmpty() ? value : data + "\n" + value);
        default -> this;
      };
    }
  }

  private Event told(Event event) throws IOException {
    if (event.data().isEmpty()) {
      return new Event();
    }
    JsonNode data;
    try {
      data = Payloads.mapper().readTree(event.data());
    } catch (JsonProcessingException e) {
      throw new NoStreamException("an event that is not JSON");
    }
    if (event.type().equals("progress")) {
      seen.job(client.job(data));
    } else if (event.id().matches("\\d{1,16}") && Long.parseLong(event.id()) > last) {
      last = Long.parseLong(event.id());
      seen.event(event.type(), data);
    }
    return new Event();
  }
}
