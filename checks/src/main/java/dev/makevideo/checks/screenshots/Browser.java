package dev.makevideo.checks.screenshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium without a window, driven by its DevTools protocol. Each page is a tab of its own. For
 * one thread.
 */
final class Browser implements AutoCloseable {
  private static final Duration UP = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--force-color-profile=srgb",
          "--lang=en-GB",
          "--remote-debugging-port=0");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CALL).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final int port;

  /**
   * @param chromium the program
   * @param folder an empty folder for its profile and log
   */
  Browser(Path chromium, Path folder) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    List<String> command = new ArrayList<>(List.of(chromium.toString()));
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile());
    builder.environment().put("TZ", "UTC");
    process = builder.start();
    Path told = profile.resolve("DevToolsActivePort");
    Await.until("Chromium listens", UP, () -> Files.readAllLines(told).size() >= 2);
    port = Integer.parseInt(Files.readAllLines(told).get(0));
  }

  /** Opens an empty tab of this size in pixels. */
  Page open(int width, int height) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"))
                .timeout(CALL)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode tab = json.readTree(answer.body());
    return new Page(http, URI.create(tab.get("webSocketDebuggerUrl").asText()), width, height);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("Chromium survived SIGKILL for 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
