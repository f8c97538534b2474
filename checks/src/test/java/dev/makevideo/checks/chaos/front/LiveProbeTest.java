package dev.makevideo.checks.chaos.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A probe that could pass with nothing would prove nothing. */
@Timeout(60)
class LiveProbeTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();
  private final HttpServer server;
  private int status = 200;

  LiveProbeTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/livez",
        exchange -> {
          asked.countDown();
          try {
            answers.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private LiveProbe probe() {
    return new LiveProbe(new Client(server.getAddress().getPort()), "/livez", nanos::get);
  }

  @Test
  void theAnswerThatItWaitsForWhenItEndsCounts() throws Exception {
    LiveProbe probe = probe();
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    Thread ending = Thread.currentThread();
    Thread late =
        new Thread(
            () -> {
              Await.until(
                  "its end waits for the answer",
                  Duration.ofSeconds(10),
                  () -> ending.getState() == Thread.State.TIMED_WAITING);
              nanos.addAndGet(Duration.ofMillis(300).toNanos());
              answers.countDown();
            });
    late.start();
    LiveAnswers seen = probe.end();
    late.join();
    assertEquals(300, seen.percentileMillis(99), seen.toString());
    assertThrows(AssertionError.class, () -> seen.expect(1, 99, 299));
  }

  @Test
  void fewProbesProveNothing() throws Exception {
    answers.countDown();
    LiveAnswers seen = probe().end();
    AssertionError few = assertThrows(AssertionError.class, () -> seen.expect(1_000, 99, 60_000));
    assertTrue(String.valueOf(few.getMessage()).contains("of at least 1000"), few.toString());
    seen.expect(1, 99, 60_000);
  }

  @Test
  void anotherAnswerIsAFailure() throws Exception {
    status = 503;
    answers.countDown();
    LiveAnswers seen = probe().end();
    assertEquals("HTTP 503", seen.failures().get(0));
    assertThrows(AssertionError.class, () -> seen.expect(1, 99, 60_000));
  }

  @Test
  void noAnswerAtAllIsNamed() {
    LiveAnswers none = new LiveAnswers(List.of(), List.of("refused"));
    AssertionError named = assertThrows(AssertionError.class, () -> none.percentileMillis(99));
    assertTrue(String.valueOf(named.getMessage()).contains("refused"), named.toString());
  }
}
