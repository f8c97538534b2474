package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.throttle.RedisThrottle;
import dev.makevideo.platform.settings.ChatSettings;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.conversation.ConversationWorkflowImpl;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the setting of a chat endpoint changes in the API. */
class FreeTextRoutesTest {
  private static final String TEXT = "Could somebody fill my neighbour's television completely";

  private static ServiceSettings services(boolean chat) {
    ChatSettings settings =
        new ChatSettings(
            Optional.of("http://127.0.0.1:1/v1"), "m", Optional.empty(), Duration.ofSeconds(1));
    return ApiFixture.allConfigured().with(chat ? settings : ChatSettings.none());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConversationHasFreeTextReadWhereThereIsAnEndpoint(boolean chat) throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      api.start(ApiFixture.loopback(), services(chat), UploadLimits.defaults());
      WorkerFactory workers = WorkerFactory.newInstance(api.connection.client());
      Worker worker = workers.newWorker(TaskQueues.LIGHT);
      worker.registerWorkflowImplementationTypes(ConversationWorkflowImpl.class);
      ReadingActivities reading =
          text -> new Proposals(Map.of(Field.ASPECT_RATIO, "16:9", Field.CLIPS_FOLDER, "/etc"));
      worker.registerActivitiesImplementations(reading);
      workers.start();
      String id = post(api, "/v1/conversations", "{}").path("id").asText();
      String turns = "/v1/conversations/" + id + "/turns";
      post(api, turns, "{\"turn_id\":\"a\",\"text\":\"the moon\"}");
      JsonNode brief =
          post(api, turns, "{\"turn_id\":\"b\",\"text\":\"" + TEXT + "\"}").path("brief");
      assertEquals("the moon", brief.path("query").asText());
      assertEquals(chat ? "16:9" : "", brief.path("aspect_ratio").asText());
      assertTrue(brief.path("clips_folder").isMissingNode(), brief.toString());
      workers.shutdownNow();
    }
  }

  private static JsonNode post(ApiFixture api, String path, String body) throws Exception {
    return ApiFixture.json(
        api.send(
            api.to(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
  }

  @Test
  void healthLooksAtTheEndpointWhereThereIsOne() {
    List<String> three = List.of("youtube_search", "video_downloader", "audio_transcriber");
    assertEquals(three, names(false));
    assertEquals("chat", names(true).get(3));
  }

  private static List<String> names(boolean chat) {
    try (RedisConnection away =
        RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:1")))) {
      ServiceGuard guard =
          new ServiceGuard(
              new BreakerView(away), new RedisThrottle(away, System::nanoTime), Clock.systemUTC());
      return ApiWiring.ofServices(services(chat), HttpClient.newHttpClient(), guard).stream()
          .map(HealthCheck::name)
          .toList();
    }
  }
}
