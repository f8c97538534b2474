package dev.makevideo.checks.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus on loopback with the configuration and the rules of {@code ops/prometheus},
 * changed in three things only: where it scrapes, every second, and that no alert waits before it
 * fires. Keeps its data in a folder of the caller's. Thread-safe.
 */
public final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration UP = Duration.ofMinutes(1);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int END_SECONDS = 20;
  private static final String EVERY = "1s";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Instant begun = Instant.now();
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder an empty folder
   * @param root of the project
   * @param targets host and port by the name of the job that scrapes it, such as {@code
   *     make-video-api}; a job that is not named scrapes Prometheus itself
   * @throws IOException if there is no Prometheus, or it does not start; the message says what to
   *     do
   */
  public PrometheusServer(Path folder, Path root, Map<String, String> targets)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path program;
    try (Promtool promtool = Promtool.locate(folder, System.getenv())) {
      program = promtool.program().resolveSibling("prometheus");
    }
    if (!Files.isExecutable(program)) {
      throw new IOException(
          "there is no prometheus beside promtool ("
              + program
              + "); install both from one package");
    }
    Path log = folder.resolve("prometheus.log");
    process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--config.file=" + configuration(folder, root, targets),
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Await.until("Prometheus is ready", UP, this::ready);
    } catch (AssertionError e) {
      close();
      throw new IOException("Prometheus did not start: " + Files.readString(log), e);
    }
  }

  private Path configuration(Path folder, Path root, Map<String, String> targets)
      throws IOException {
    Path ops = root.resolve("ops/prometheus");
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (Path file : RuleFiles.files(ops.resolve("rules"), ".yml")) {
      JsonNode read = YAML.readTree(file.toFile());
      for (JsonNode group : read.path("groups")) {
        ((ObjectNode) group).remove("interval");
        group.path("rules").forEach(rule -> ((ObjectNode) rule).remove("for"));
      }
      YAML.writeValue(rules.resolve(file.getFileName()).toFile(), read);
    }
    ObjectNode all = (ObjectNode) YAML.readTree(ops.resolve("prometheus.yml").toFile());
    ObjectNode global = (ObjectNode) all.path("global");
    global.put("scrape_interval", EVERY).put("scrape_timeout", EVERY);
    global.put("evaluation_interval", EVERY);
    for (JsonNode one : all.path("scrape_configs")) {
      ObjectNode job = (ObjectNode) one;
      job.remove(List.of("dns_sd_configs", "static_configs"));
      String target = targets.getOrDefault(job.path("job_name").asText(), "127.0.0.1:" + port);
      job.putArray("static_configs").addObject().putArray("targets").add(target);
    }
    Path file = folder.resolve("prometheus.yml");
    YAML.writeValue(file.toFile(), all);
    return file;
  }

  private boolean ready() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("it ended with " + process.exitValue());
    }
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (java.net.ConnectException e) {
      return false; // not yet
    }
  }

  /**
   * What an expression gives now: Prometheus's list of samples, empty if there are none.
   *
   * @throws IOException if it is refused; with Prometheus's reason
   */
  public JsonNode query(String expression) throws IOException, InterruptedException {
    JsonNode data = data("query", expression, "");
    return data.path("resultType").asText().equals("scalar")
        ? JSON.createArrayNode().add(data.path("result"))
        : data.path("result");
  }

  /**
   * Whether an expression gave anything since the server was started, looked at every two seconds
   * as a panel draws it.
   *
   * @throws IOException if it is refused; with Prometheus's reason
   */
  public boolean hadData(String expression) throws IOException, InterruptedException {
    String range =
        "&step=2&start=" + begun.getEpochSecond() + "&end=" + Instant.now().getEpochSecond();
    return !data("query_range", expression, range).path("result").isEmpty();
  }

  private JsonNode data(String kind, String expression, String more)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpResponse<String> answer = get("/api/v1/" + kind + "?query=" + query + more);
    if (answer.statusCode() != 200) {
      throw new IOException(expression + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  /** The names of the alerts that fire now. */
  public Set<String> firing() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    query("ALERTS{alertstate=\"firing\"}")
        .forEach(alert -> names.add(alert.path("metric").path("alertname").asText()));
    return names;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it, by force if need be. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
