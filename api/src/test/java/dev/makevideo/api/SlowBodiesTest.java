package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.upload.UploadLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowBodiesTest {
  static UploadLimits limits(Duration deadline, long rate) {
    UploadLimits usual = UploadLimits.defaults();
    return new UploadLimits(
        usual.audioBytes(),
        usual.textBytes(),
        usual.valueBytes(),
        usual.parts(),
        3,
        deadline,
        Duration.ofMillis(200),
        rate);
  }

  @Test
  void manySlowBodiesDoNotStopTheServer() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      api.start(ApiFixture.loopback(), api.nothingConfigured(), limits(Duration.ofMinutes(1), 1));
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          slow.add(begin(api.port(), 1_000_000));
        }
        awaitRefusal(api);
        for (int i = 0; i < 5; i++) {
          assertEquals(200, api.get("/livez").statusCode());
        }
        refusalsArrive(api);
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
      awaitAccepted(api);
    }
  }

  private static void awaitRefusal(ApiFixture api) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    HttpResponse<byte[]> answer = api.post("/v1/videos", Form.valid("q"));
    while (answer.statusCode() != 503) {
      assertTrue(System.nanoTime() - end < 0, "never refused");
      answer = api.post("/v1/videos", Form.valid("q"));
    }
    SubmitTest.problem(answer, 503);
    // Slow bodies hold places among the new jobs in work, or among the uploads that are read.
    String later = answer.headers().firstValue("Retry-After").orElseThrow();
    assertTrue(Set.of("5", "10").contains(later), later);
  }

  /** A connection that is closed over an unread body is reset, and its answer may be lost. */
  private static void refusalsArrive(ApiFixture api) throws Exception {
    byte[] unread = Arrays.copyOf(Form.valid("q").bytes(), 100_000);
    Callable<Integer> submit = () -> api.post("/v1/videos", unread).statusCode();
    assertEquals(Collections.nCopies(20, 503), all(submit, 20));
  }

  /** What as many at once have. */
  private static List<Integer> all(Callable<Integer> submit, int many) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : threads.invokeAll(Collections.nCopies(many, submit))) {
        statuses.add(status.get());
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitAccepted(ApiFixture api) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (api.post("/v1/videos", Form.valid("q")).statusCode() != 202) {
      assertTrue(System.nanoTime() - end < 0, "slots were not given back");
    }
  }

  @Test
  void aBurstWaitsItsTurn() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      api.start(ApiFixture.loopback(), api.nothingConfigured(), limits(Duration.ofMinutes(1), 1));
      Callable<Integer> submit = () -> api.post("/v1/videos", Form.valid("q")).statusCode();
      assertEquals(Collections.nCopies(40, 202), all(submit, 40));
    }
  }

  @Test
  void theWholeUploadHasADeadline() throws IOException {
    assertTrue(drip(limits(Duration.ofMillis(400), 1)).startsWith("HTTP/1.1 408"));
  }

  @Test
  void anUploadThatIsTooSlowIsEnded() throws IOException {
    assertTrue(drip(limits(Duration.ofMinutes(1), 1_000_000)).startsWith("HTTP/1.1 408"));
  }

  /** Sends a byte now and then, and returns the answer. */
  private static String drip(UploadLimits limits) throws IOException {
    try (ApiFixture api = new ApiFixture()) {
      api.start(ApiFixture.loopback(), api.nothingConfigured(), limits);
      try (Socket socket = begin(api.port(), 100_000)) {
        socket.setSoTimeout(50);
        byte[] answer = new byte[4_000];
        int length = 0;
        for (int i = 0; i < 200 && length <= 0; i++) {
          try {
            length = socket.getInputStream().read(answer);
          } catch (java.net.SocketTimeoutException e) {
            socket.getOutputStream().write('x');
          }
        }
        return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
      }
    }
  }

  private static Socket begin(int port, int length) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    OutputStream out = socket.getOutputStream();
    String head =
        "POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
            + Form.TYPE
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n--"
            + Form.BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"audio\"\r\n\r\nID3";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  @Test
  void aBodyAnnouncedAsTooLongIsNotAskedFor() throws IOException {
    try (ApiFixture api = new ApiFixture().start();
        Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(5_000);
      String head =
          "POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: "
              + Form.TYPE
              + "\r\nContent-Length: 99999999999\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[100];
      int length = socket.getInputStream().readNBytes(answer, 0, 12);
      assertEquals("HTTP/1.1 413", new String(answer, 0, length, StandardCharsets.US_ASCII));
    }
  }
}
