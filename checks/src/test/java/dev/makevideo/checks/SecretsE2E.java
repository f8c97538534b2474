package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.OtlpCollector;
import dev.makevideo.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs with faults, and secrets planted in headers, addresses, environment and settings: every line
 * of every process is JSON and carries its job's id, and no secret is in a log, a history, a
 * metric, a trace or an answer.
 */
@Timeout(900)
class SecretsE2E {
  private static final String PLANTED = "planted5ecret";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int CLIPS = 4;
  private static final Pattern PAYLOAD = Pattern.compile("\"data\"\\s*:\\s*\"([A-Za-z0-9+/=]+)\"");
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  private static String secret(String place) {
    return PLANTED + "-" + place;
  }

  @Test
  void noSecretIsToldAndEveryLineIsJsonWithItsJobsId() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    ClipMaker maker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    List<Path> clips = new ArrayList<>(maker.clips(CLIPS, 3));
    Path corrupt = Files.createDirectories(folder.resolve("corrupt")).resolve("corrupt.mp4");
    byte[] half = Files.readAllBytes(clips.get(0));
    Files.write(corrupt, java.util.Arrays.copyOf(half, half.length / 2));
    clips.add(corrupt);
    int workerPort = Ports.free();
    HttpServer echo = echoing();
    try (OtlpCollector collector = new OtlpCollector();
        ClipServer server = new ClipServer(clips, Duration.ofMillis(100));
        Rig rig = new Rig(folder.resolve("rig"), programs, settings(collector, echo, workerPort))) {
      rig.startWorker();
      String good = job(rig, maker, server, Map.of("subtitles", "none"), "secrets-1");
      rig.client().awaitStatus(good, "completed", LONG);
      String waits = job(rig, maker, server, Map.of(), "secrets-2");
      Await.until(
          "the transcriber refused",
          LONG,
          () -> lines(rig).stream().anyMatch(line -> said(line, "activity failed", waits)));
      String answers = badAnswers(rig);
      answers += rig.client().get("/v1/videos/" + waits).body();
      answers += rig.client().get("/v1/videos/" + waits + "/diagnosis").body();
      rig.client().cancel(waits);
      rig.client().awaitStatus(waits, "cancelled", LONG);

      isClean("answers", answers);
      isClean("metrics of the API", rig.client().get("/metrics").body());
      isClean("metrics of the worker", get("http://127.0.0.1:" + workerPort + "/metrics"));
      isClean("traces", collector.text());
      assertTrue(collector.spans().size() > CLIPS, "there are traces");
      isClean("history", history(rig, good));
      isClean("history", history(rig, waits));
      for (Path log : rig.logs()) {
        isClean(log.toString(), Files.readString(log));
      }
      linesCarryTheirJob(lines(rig), good);
    } finally {
      echo.stop(0);
    }
  }

  private static Map<String, String> settings(
      OtlpCollector collector, HttpServer echo, int workerPort) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("LOG_LEVEL", "DEBUG");
    settings.put("MAKE_VIDEO_WORKER_PORT", Integer.toString(workerPort));
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    settings.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer " + secret("otel"));
    String service = "127.0.0.1:" + echo.getAddress().getPort();
    settings.put("AUDIO_TRANSCRIBER_URL", "http://" + service + "/v1?token=" + secret("query"));
    settings.put("AUDIO_TRANSCRIBER_API_KEY", secret("transcriber"));
    settings.put("PEXELS_API_KEY", secret("pexels"));
    settings.put("PIXABAY_API_KEY", secret("pixabay"));
    // Nobody is there: what goes wrong is told, and the password is not.
    settings.put("REDIS_URL", "redis://:" + secret("redis") + "@127.0.0.1:" + Ports.free());
    return settings;
  }

  /** A service that refuses, and repeats what it was sent. */
  private static HttpServer echoing() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body =
              (exchange.getRequestHeaders().entrySet() + " " + exchange.getRequestURI())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String job(
      Rig rig, ClipMaker maker, ClipServer server, Map<String, String> more, String correlation)
      throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>(more);
    fields.put("query", "rivers");
    fields.put("quality", "draft");
    String gone =
        server.urls().lines().findFirst().orElseThrow().replaceAll("/[^/]*$", "/gone.mp4");
    fields.put("clips_urls", server.urls() + "\n" + gone + "?token=" + secret("clip"));
    return rig.client().create(maker.narration(CLIPS * 3 - 1), fields, correlation);
  }

  private String badAnswers(Rig rig) throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String path :
        List.of("/v1/videos/mv-none?token=", "/v1/nothing?api_key=", "/v1/videos?status=")) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(rig.client().base() + path + secret("path")))
                  .header("Authorization", "Bearer " + secret("header"))
                  .header("X-API-Key", secret("key"))
                  .header("Cookie", "session=" + secret("cookie"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      // What was wrong in the request itself may be repeated to who sent it.
      all.append(answer.body().replace(secret("path"), "")).append(answer.headers().map());
    }
    return all.toString();
  }

  private String get(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The whole of it, with what its payloads hold. */
  private static String history(Rig rig, String job) {
    try (TemporalConnection temporal =
        TemporalConnection.open(Map.of("TEMPORAL_ADDRESS", rig.temporal().address()), "test")) {
      String json = temporal.client().fetchHistory(job).toJson(true);
      StringBuilder whole = new StringBuilder(json);
      PAYLOAD
          .matcher(json)
          .results()
          .forEach(
              data ->
                  whole.append(
                      new String(
                          Base64.getDecoder().decode(data.group(1)), StandardCharsets.UTF_8)));
      assertTrue(whole.indexOf("rivers") >= 0, "payloads were read");
      return whole.toString();
    }
  }

  private static void isClean(String place, String text) {
    int at = text.indexOf(PLANTED);
    assertFalse(
        at >= 0,
        () ->
            place
                + " has: "
                + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 60)));
  }

  /** Every line of every process; fails if one is not JSON, or has a field twice. */
  private static List<JsonNode> lines(Rig rig) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (Path log : rig.logs()) {
      String text = Files.readString(log);
      // The last line may be half written.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        lines.add(STRICT.readTree(line));
      }
    }
    return lines;
  }

  private static boolean said(JsonNode line, String event, String job) {
    return line.path("message").asText().equals(event) && line.path("job_id").asText().equals(job);
  }

  private static void linesCarryTheirJob(List<JsonNode> lines, String job) {
    for (String event : List.of("job accepted", "job event", "activity started", "program ended")) {
      assertTrue(
          lines.stream().anyMatch(line -> said(line, event, job)), () -> event + " of the job");
    }
    for (JsonNode line : lines) {
      if (line.toString().contains(job)) {
        assertEquals(job, line.path("job_id").asText(), line::toString);
        if (line.path("service").asText().equals("worker")) { // a later request has its own
          assertEquals("secrets-1", line.path("correlation_id").asText(), line::toString);
        }
      }
    }
  }
}
