package dev.makevideo.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal dev server on a file, which can be killed and started again on the same file. For one
 * thread at a time.
 */
public final class TemporalServer implements AutoCloseable {
  private static final Duration UP = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int HTTP_OK = 200;

  /** Some of its ports it chooses itself, and another program may be faster. */
  private static final int STARTS = 3;

  private static final int LOG_TAIL = 4000;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Path binary;
  private final Path folder;
  private int port;
  private int uiPort;
  private boolean ran;
  private @Nullable Process process;

  /**
   * A server that does not run yet.
   *
   * @param folder where its data and its log are; one for each server
   */
  public TemporalServer(Path binary, Path folder) throws IOException {
    this.binary = binary;
    this.folder = folder;
    choosePorts();
  }

  private void choosePorts() throws IOException {
    port = Ports.free();
    uiPort = Ports.free();
  }

  /** It may have died in the middle of its schema. */
  private void startAfresh() throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("temporal.db" + suffix));
    }
    choosePorts();
  }

  /**
   * Starts the server and waits until it serves its namespace. Once it did, it has the same ports
   * at every start.
   *
   * @throws AssertionError with the end of its log, if it does not within a minute, or dies again
   *     and again
   */
  public void start() throws IOException {
    for (int start = 1; ; start++) {
      Process started = launch();
      process = started;
      try {
        Await.until("Temporal answers at " + webUi(), UP, () -> !started.isAlive() || answers());
      } catch (AssertionError e) {
        close();
        throw new AssertionError(e.getMessage() + "; its log ends: " + logTail(), e);
      }
      if (started.isAlive()) {
        ran = true;
        return;
      }
      if (start == STARTS) {
        throw new AssertionError("Temporal ended " + start + " times; its log ends: " + logTail());
      }
      if (!ran) {
        startAfresh();
      }
    }
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                folder.resolve("temporal.db").toString(),
                "--log-format",
                "json",
                "--log-level",
                "error",
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=1",
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true",
                "--dynamic-config-value",
                "matching.numTaskqueueWritePartitions=1",
                "--dynamic-config-value",
                "matching.useNewMatcher=true"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** By its page's server, which asks the frontend; a port that is open proves nothing. */
  private boolean answers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(webUi() + "/api/v1/namespaces/default"))
            .timeout(ANSWER)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == HTTP_OK;
  }

  private Path log() {
    return folder.resolve("temporal.log");
  }

  /** The end of what it wrote; empty: nothing. */
  public String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "";
    }
    String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - LOG_TAIL));
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public String webUi() {
    return "http://127.0.0.1:" + uiPort;
  }

  /** SIGSTOP: it is there, and answers nothing. */
  public void freeze() throws IOException, InterruptedException {
    signal(Signal.STOP);
  }

  /** SIGCONT. */
  public void thaw() throws IOException, InterruptedException {
    signal(Signal.CONT);
  }

  private void signal(Signal signal) throws IOException, InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    signal.sendTo(running.pid());
  }

  /** SIGKILL. */
  public void kill9() {
    close();
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        if (!running.waitFor(10, TimeUnit.SECONDS)) {
          throw new AssertionError("Temporal survived SIGKILL for 10 s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
