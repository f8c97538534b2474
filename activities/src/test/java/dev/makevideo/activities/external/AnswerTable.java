package dev.makevideo.activities.external;

import dev.makevideo.activities.external.RawServer.Speech;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The rows of {@link AnswerTableTest}. One table, and so longer than other files. */
final class AnswerTable {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration DEADLINE = Duration.ofSeconds(20);

  /** The longest body that is taken. */
  static final int MOST = 1000;

  private static final Duration SOON = Duration.ofMillis(400);
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private AnswerTable() {}

  /** How it is called. */
  enum By {
    /** A search: GET, JSON. */
    FETCH,
    /** A transcription: POST, JSON. */
    POST,
    /** The video-downloader: POST, a file. */
    SERVICE,
    /** A user's URL: GET, a file. */
    DIRECT
  }

  /**
   * One row.
   *
   * @param result the result's kind, and a part of what it says
   * @param report what the breaker hears
   * @param status the metric's label
   */
  record Row(
      String name,
      By by,
      Duration deadline,
      String scheme,
      Speech speech,
      String result,
      String report,
      String status) {
    @Override
    public String toString() {
      return by + ": " + name;
    }
  }

  private static Row row(
      String name, By by, Speech speech, String result, String report, String status) {
    return new Row(name, by, DEADLINE, "http", speech, result, report, status);
  }

  private static Row hasty(
      String name, By by, Speech speech, String result, String report, String status) {
    return new Row(name, by, SOON, "http", speech, result, report, status);
  }

  private static Row plain(
      String name, By by, String answer, String result, String report, String status) {
    return row(name, by, talk -> talk.say(answer), result, report, status);
  }

  private static Row patience(String name, String status, String header, int seconds) {
    String label = status.substring(0, 3);
    return plain(
        name + " " + header,
        By.DIRECT,
        RawServer.answer(status, header.isEmpty() ? "" : "Retry-After: " + header, ""),
        "Wait " + NOW.plusSeconds(seconds),
        "IGNORE",
        label);
  }

  static List<Row> patience() {
    return List.of(
        patience("seconds", "429 No", "30", 30),
        patience("a date", "429 No", "Sun, 01 Mar 2026 10:01:30 GMT", 90),
        patience("a date that is over", "429 No", "Sun, 01 Mar 2026 09:00:00 GMT", 1),
        patience("no time at all", "429 No", "0", 1),
        patience("absurd", "429 No", "999999999", 3600),
        patience("more digits than a number has", "429 No", "99999999999999999999", 10),
        patience("a date in a far year", "429 No", "Mon, 01 Mar 3030 10:00:00 GMT", 3600),
        patience("less than nothing", "429 No", "-5", 10),
        patience("garbage", "429 No", "tomorrow", 10),
        patience("nothing", "429 No", "", 10),
        patience("unavailable", "503 No", "7", 7),
        patience("unavailable, but not for long", "503 No", "0", 1),
        plain(
            "unavailable, and does not say how long",
            By.DIRECT,
            RawServer.answer("503 No", "", ""),
            "Failed answered HTTP 503",
            "FAIL",
            "503"),
        plain(
            "unavailable, and says garbage",
            By.DIRECT,
            RawServer.answer("503 No", "Retry-After: x", ""),
            "Failed answered HTTP 503",
            "FAIL",
            "503"),
        plain(
            "took too long to ask",
            By.DIRECT,
            RawServer.answer("408 No", "", ""),
            "Failed answered HTTP 408",
            "FAIL",
            "408"),
        plain(
            "broken, with a time",
            By.FETCH,
            RawServer.answer("500 No", "Retry-After: 9", ""),
            "Failed answered HTTP 500",
            "FAIL",
            "500"));
  }

  static List<Row> time() {
    return List.of(
        hasty(
            "silence",
            By.DIRECT,
            talk -> talk.hold(),
            "Failed did not answer in time",
            "FAIL",
            "timeout"),
        hasty(
            "headers that trickle",
            By.FETCH,
            talk -> talk.say("HTTP/1.1 200 OK\r\n").forEver("X-A: b\r\n", 20),
            "Failed did not answer in time",
            "FAIL",
            "timeout"),
        hasty(
            "a document that trickles",
            By.FETCH,
            talk -> talk.say(CHUNKED).forEver("1\r\n1\r\n", 20),
            "Failed did not answer in time",
            "FAIL",
            "timeout"),
        hasty(
            "a document that stands still",
            By.POST,
            talk -> talk.say(CHUNKED + "1\r\n{\r\n").hold(),
            "Failed did not answer in time",
            "FAIL",
            "timeout"),
        row(
            "a file that trickles",
            By.SERVICE,
            talk -> talk.say(CHUNKED).forEver("1\r\n1\r\n", 20),
            "Failed sent less than 10.0 kB/s",
            "FAIL",
            "timeout"),
        row(
            "a file that stands still",
            By.DIRECT,
            talk -> talk.say(CHUNKED + "1\r\n1\r\n").hold(),
            "Failed sent less than 10.0 kB/s",
            "FAIL",
            "timeout"));
  }

  static List<Row> length() {
    return List.of(
        row(
            "an endless file in chunks",
            By.DIRECT,
            talk -> talk.say(CHUNKED).forEver("64\r\n" + "1".repeat(100) + "\r\n", 0),
            "Rejected not_allowed sent more than 0.001 MB",
            "IGNORE",
            "invalid"),
        row(
            "an endless file without a length",
            By.SERVICE,
            talk -> talk.say("HTTP/1.1 200 OK\r\n\r\n").forEver("1".repeat(100), 0),
            "Rejected not_allowed sent more than 0.001 MB",
            "IGNORE",
            "invalid"),
        plain(
            "a file that says it is too long",
            By.DIRECT,
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
            "Rejected not_allowed sent more than 0.001 MB",
            "IGNORE",
            "invalid"),
        plain(
            "a file shorter than it says",
            By.DIRECT,
            "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nvideo",
            "Failed broke the connection: ProtocolException",
            "FAIL",
            "reset"),
        plain(
            "a file longer than it says",
            By.DIRECT,
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nvideos and more",
            "Ok 5",
            "OK",
            "200"),
        plain(
            "a length that is no number",
            By.DIRECT,
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nvideo",
            "Ok 5",
            "OK",
            "200"),
        plain(
            "an empty file",
            By.SERVICE,
            RawServer.answer("200 OK", "", ""),
            "Failed sent an empty file",
            "FAIL",
            "invalid"),
        plain(
            "no content",
            By.DIRECT,
            "HTTP/1.1 204 No\r\n\r\n",
            "Failed sent an empty file",
            "FAIL",
            "invalid"),
        row(
            "an endless document",
            By.FETCH,
            talk -> talk.say(CHUNKED).forEver("64\r\n" + " ".repeat(100) + "\r\n", 0),
            "Failed sent an answer of more than 1000 bytes",
            "FAIL",
            "invalid"),
        row(
            "a compressed document that nobody asked for",
            By.FETCH,
            talk -> bomb(talk),
            "Failed sent an answer that cannot be read",
            "FAIL",
            "invalid"),
        row(
            "a compressed document of a gigabyte's kind",
            By.POST,
            talk -> bomb(talk),
            "Failed sent an answer of more than 1000 bytes",
            "FAIL",
            "invalid"),
        row(
            "a compressed file of a gigabyte's kind",
            By.SERVICE,
            talk -> bomb(talk),
            "Rejected not_allowed sent more than 0.001 MB",
            "IGNORE",
            "invalid"));
  }

  private static void bomb(RawServer.Talk talk) throws IOException {
    byte[] zeros = RawServer.bomb(500_000);
    talk.say(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
            + zeros.length
            + "\r\n\r\n");
    talk.say(zeros);
  }

  static List<Row> content() {
    return List.of(
        plain("a good document", By.FETCH, json("{\"n\":7}"), "Ok 7", "OK", "200"),
        plain(
            "another document",
            By.FETCH,
            json("{\"error\":\"x\"}"),
            "Failed sent an answer that cannot be read: it has no \"n\"",
            "FAIL",
            "invalid"),
        plain(
            "half a document",
            By.POST,
            json("{\"n\":"),
            "Failed sent an answer that cannot be read",
            "FAIL",
            "invalid"),
        plain(
            "no document",
            By.POST,
            json(""),
            "Failed sent an answer that cannot be read",
            "FAIL",
            "invalid"),
        plain(
            "a web page and no document",
            By.FETCH,
            page(),
            "Failed sent an answer that cannot be read",
            "FAIL",
            "invalid"),
        plain(
            "a web page and no file",
            By.DIRECT,
            page(),
            "Rejected unusable sent a web page",
            "IGNORE",
            "invalid"),
        plain(
            "a web page of the service's",
            By.SERVICE,
            page(),
            "Failed sent a web page",
            "FAIL",
            "invalid"),
        plain(
            "not there",
            By.SERVICE,
            RawServer.answer("404 No", "", ""),
            "Rejected not_found answered HTTP 404",
            "IGNORE",
            "404"),
        plain(
            "a wrong key",
            By.POST,
            RawServer.answer("401 No", "", ""),
            "Rejected not_allowed answered HTTP 401",
            "IGNORE",
            "401"),
        plain(
            "a rare status",
            By.FETCH,
            RawServer.answer("418 No", "", ""),
            "Rejected unusable answered HTTP 418",
            "IGNORE",
            "4xx"));
  }

  private static String json(String text) {
    return RawServer.answer("200 OK", "Content-Type: application/json", text);
  }

  private static String page() {
    return RawServer.answer("200 OK", "Content-Type: text/html", "<html>sorry</html>");
  }

  static List<Row> connection() {
    return List.of(
        row(
            "a reset before the headers",
            By.FETCH,
            talk -> talk.reset(),
            "Failed broke the connection: SocketException",
            "FAIL",
            "reset"),
        row(
            "an end before the headers",
            By.POST,
            talk -> {},
            "Failed broke the connection: IOException",
            "FAIL",
            "reset"),
        plain(
            "an end within the headers",
            By.DIRECT,
            "HTTP/1.1 200 OK\r\nContent-Le",
            "Failed broke the connection",
            "FAIL",
            "reset"),
        row(
            "a reset within the file",
            By.DIRECT,
            talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nvid").reset(),
            "Failed broke the connection",
            "FAIL",
            "reset"),
        row(
            "a reset within the document",
            By.FETCH,
            talk -> talk.say(CHUNKED + "5\r\n{\"n").reset(),
            "Failed broke the connection",
            "FAIL",
            "reset"),
        plain(
            "something that is not HTTP",
            By.DIRECT,
            "SSH-2.0-OpenSSH\r\n",
            "Failed broke the connection: ProtocolException",
            "FAIL",
            "reset"),
        row(
            "headers without end",
            By.FETCH,
            talk -> talk.say("HTTP/1.1 200 OK\r\n").forEver("X-A: " + "b".repeat(5000) + "\r\n", 0),
            "Failed broke the connection",
            "FAIL",
            "reset"),
        new Row(
            "something that is not TLS",
            By.DIRECT,
            DEADLINE,
            "https",
            talk -> talk.say("HTTP/1.1 400 Bad Request\r\n\r\n"),
            "Failed broke the connection: SSLException",
            "FAIL",
            "reset"),
        new Row(
            "an end in the TLS handshake",
            By.SERVICE,
            DEADLINE,
            "https",
            talk -> {},
            "Failed broke the connection: SSLHandshakeException",
            "FAIL",
            "reset"));
  }
}
