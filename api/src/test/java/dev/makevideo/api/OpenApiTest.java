package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.makevideo.api.health.DiskCheck;
import dev.makevideo.api.health.RedisCheck;
import dev.makevideo.api.health.TemporalCheck;
import dev.makevideo.api.health.WorkersCheck;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.RoomSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");
  private static ApiFixture api;
  private static JsonNode description;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture();
    api.checks.add(new RedisCheck(() -> dev.makevideo.api.health.HealthCheck.bad("not connected")));
    api.checks.add(new TemporalCheck(api.connection.client()));
    api.checks.add(
        new WorkersCheck(
            new Workers(
                api.connection.client(),
                new Announcements(SharedCache.none()),
                Clock.systemUTC())));
    api.checks.add(new DiskCheck(WatchedDisks.of(api.folder, api.folder, RoomSettings.defaults())));
    api.start();
    api.startWorker();
    description = new YAMLMapper().readTree(api.get("/openapi.yaml").body());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void describesExactlyTheRoutesThatExist() {
    Set<String> documented = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    Set<String> registered = new TreeSet<>();
    for (Route route : api.server().routes()) {
      registered.add(route.method().name() + " " + route.path());
    }
    assertEquals(registered, documented);
  }

  /** Generators of clients name their methods by it. */
  @Test
  void everyOperationHasANameOfItsOwn() {
    List<String> names = new ArrayList<>();
    description
        .path("paths")
        .forEach(
            path ->
                path.properties()
                    .forEach(
                        entry -> {
                          if (METHODS.contains(entry.getKey())) {
                            names.add(entry.getValue().path("operationId").asText());
                          }
                        }));
    names.forEach(name -> assertTrue(name.matches("[a-z][A-Za-z]{3,40}"), name));
    assertEquals(names.size(), Set.copyOf(names).size(), names.toString());
  }

  @Test
  void jobsAreAsDescribed() throws IOException {
    String id = api.submit(Form.valid("complete").field("script", "hello"));
    valid("Job", ApiFixture.json(api.get("/v1/videos/" + id)));
    valid("Job", api.awaitStatus(id, "completed"));
    String failed = api.submit(Form.valid("fail"));
    valid("Job", api.awaitStatus(failed, "failed"));
    String running = api.submit(Form.valid("wait"));
    valid("Job", api.awaitStatus(running, "running"));
    valid("Events", ApiFixture.json(api.get("/v1/videos/" + running + "/events")));
    for (String any : List.of(id, failed, running)) {
      valid("Diagnosis", ApiFixture.json(api.get("/v1/videos/" + any + "/diagnosis")));
    }
  }

  @Test
  void uploadsAreAsDescribed() throws IOException {
    Tus tus = new Tus(api);
    valid("Upload", ApiFixture.json(tus.create("clip", 100)));
    String id = tus.whole("narration", "a.mp3", ApiFixture.mp3(500));
    valid("Upload", ApiFixture.json(api.get("/v1/uploads/" + id)));
    valid("Problem", ApiFixture.json(tus.create("sculpture", 100)));
    JsonNode order =
        new ObjectMapper()
            .createObjectNode()
            .put("audio", id)
            .put("query", "complete")
            .put("subtitles", "none")
            .put("clips_urls", "http://example.org/a.mp4")
            .put("music", tus.whole("music", "song.mp3", ApiFixture.mp3(700)))
            .put("music_volume", -20);
    valid("Order", order);
    HttpResponse<byte[]> answer =
        api.send(
            api.to("/v1/videos")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order.toString())));
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    valid("Job", ApiFixture.json(answer));
  }

  @Test
  void problemsAreAsDescribed() throws IOException {
    valid("Problem", ApiFixture.json(api.get("/v1/videos/mv-none")));
    valid("Problem", ApiFixture.json(api.get("/nothing")));
    valid("Problem", ApiFixture.json(api.get("/v1/videos")));
    valid("Problem", ApiFixture.json(api.post("/v1/videos", new Form())));
    valid(
        "Problem",
        ApiFixture.json(api.post("/v1/videos", Form.valid("q").field("quality", "best"))));
  }

  @Test
  void healthIsAsDescribed() throws IOException {
    HttpResponse<byte[]> answer = api.get("/health");
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    JsonNode health = ApiFixture.json(answer);
    valid("Health", health);
    assertEquals("degraded", health.path("status").asText());
    assertEquals("make-video", health.path("service").asText());
    assertEquals("1.2.3", health.path("version").asText());
    assertTrue(health.path("checks").path("temporal").path("healthy").asBoolean());
    HttpResponse<byte[]> redis = api.get("/health/redis");
    valid("HealthCheck", ApiFixture.json(redis));
    assertEquals(
        ApiFixture.json(redis).path("healthy").asBoolean() ? 200 : 503, redis.statusCode());
    valid("Probe", ApiFixture.json(api.get("/livez")));
    valid("Probe", ApiFixture.json(api.get("/readyz")));
    assertEquals(200, api.get("/readyz").statusCode());
  }

  @Test
  void metricsCountRequestsByRoute() {
    api.get("/v1/videos/mv-none");
    api.get("/nowhere/at/all");
    String metrics = ApiFixture.text(api.get("/metrics"));
    assertTrue(
        metrics.contains(
            "http_requests_total{endpoint=\"/v1/videos/{id}\",method=\"GET\",status=\"404\"}"),
        metrics);
    assertTrue(metrics.contains("endpoint=\"unmatched\",method=\"GET\",status=\"404\""), metrics);
  }

  private static JsonNode described() throws IOException {
    try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(yaml));
    }
  }

  /** For other tests too. */
  static void valid(String schema, JsonNode value) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", described().path("components"));
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root)
            .validate(value);
    assertTrue(errors.isEmpty(), () -> schema + ": " + errors + " in " + value);
  }
}
