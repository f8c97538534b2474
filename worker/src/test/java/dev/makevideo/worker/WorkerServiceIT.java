package dev.makevideo.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ChatServer;
import dev.makevideo.workflows.conversation.Abilities;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationStart;
import dev.makevideo.workflows.conversation.ConversationState;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.conversation.Tongue;
import dev.makevideo.workflows.conversation.Turn;
import dev.makevideo.workflows.conversation.TurnAnswer;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.stage.TaskQueues;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with everything real but the Temporal server, which runs in this JVM. */
class WorkerServiceIT {
  /** Nobody listens on this port: a worker works without Redis. */
  private static final RedisSettings NO_REDIS =
      RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:1"));

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void makesAVideoAndMakesItAgainFromWhatIsThere() throws IOException, InterruptedException {
    FfmpegTools tools =
        FfmpegTools.locate(
            Settings.from(System.getenv()).storage().tools(), System.getenv(), System.out::println);
    Path clips = Files.createDirectories(folder.resolve("clips"));
    Path narration = folder.resolve("narration.wav");
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      for (int i = 0; i < 5; i++) {
        make(
            processes,
            tools,
            clips.resolve("clip-" + i + ".mp4"),
            "gradients=s=320x568:r=30:d=3:seed=%d:speed=0.03".formatted(i + 1));
      }
      make(
          processes,
          tools,
          narration,
          "aevalsrc='0.3*sin(2*PI*220*t)*lt(mod(t\\,2)\\,1.6)':s=16000:d=9");
    }
    Files.writeString(clips.resolve("broken.mp4"), "this is no video");

    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    environment.put("MAKE_VIDEO_CLIP_ROOTS", clips.toString());
    ChatServer chat = new ChatServer(body -> "{\"aspect_ratio\":\"16:9\"}", Duration.ofSeconds(9));
    environment.put("MAKE_VIDEO_CHAT_URL", chat.url());
    environment.put("MAKE_VIDEO_CHAT_MODEL", "model-1");
    Settings settings = Settings.from(environment);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    FileArtifactStore store = new FileArtifactStore(settings.storage().store(), 0);
    Path unused = objectOfTheYear2000(store);
    try (chat;
        TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance();
        TemporalConnection temporal =
            TemporalConnection.over(server.getWorkflowServiceStubs(), "test");
        RedisConnection redis = RedisConnection.open(NO_REDIS)) {
      new NamespaceSetup(temporal.stubs(), "default").prepare();
      try (WorkerService worker =
          WorkerService.start(
              settings,
              environment,
              temporal.client(),
              tools,
              redis,
              new Metrics(registry),
              Clock.systemUTC())) {
        assertTrue(worker.isPolling());
        assertEquals(List.of(Field.ASPECT_RATIO), changedByFreeText(temporal));
        // This server has no schedules, so the house is kept now.
        Await.until(Duration.ofSeconds(20), () -> !Files.exists(unused));
        VideoRequest request =
            request(
                store.id(),
                store.put(narration),
                store.put(
                    "A river that boils. It is deep in the hills."
                        .getBytes(StandardCharsets.UTF_8)),
                clips);
        VideoResult first = run(temporal, "mv-first", request);
        assertEquals(9.0, first.duration().toMillis() / 1000.0, 0.04);
        assertEquals(first.segments(), first.segmentsEncoded());
        assertEquals(
            List.of("unusable"), first.rejected().stream().map(clip -> clip.reason()).toList());
        assertTrue(
            first.srt().isPresent() && first.vtt().isPresent() && first.report().isPresent());
        assertTrue(Files.size(store.path(first.video())) > 10_000);

        VideoResult again = run(temporal, "mv-again", request);
        assertEquals(first.video(), again.video());
        assertEquals(0, again.segmentsEncoded());
        String scraped = registry.scrape();
        // This server cannot count; that is no error, and no number.
        assertTrue(scraped.contains("pipeline_jobs_active NaN"), scraped);
        assertTrue(scraped.contains("video_processing_duration_seconds_count"), scraped);
        assertTrue(scraped.contains("resource_temp_files_count 0.0"), scraped);
      }
    }
  }

  private static Path objectOfTheYear2000(FileArtifactStore store) throws IOException {
    Path object = store.path(store.put("nobody needs this".getBytes(StandardCharsets.UTF_8)));
    return Files.setLastModifiedTime(object, FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
  }

  private static List<Field> changedByFreeText(TemporalConnection temporal) {
    ConversationId id = new ConversationId("cv-free-text");
    ConversationWorkflow conversation =
        temporal
            .client()
            .newWorkflowStub(
                ConversationWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.LIGHT)
                    .setWorkflowId(id.value())
                    .build());
    Abilities reads = new Abilities(true, Map.of(), true);
    WorkflowClient.start(
        conversation::talk,
        new ConversationStart(
            id,
            "default",
            "corr-1",
            ConversationState.begun(Tongue.ENGLISH, reads, Instant.now())));
    conversation.turn(Turn.of("a", "the moon"));
    TurnAnswer answer = conversation.turn(Turn.of("b", "Whatever fills my neighbours television"));
    conversation.end();
    return answer.reply().changed();
  }

  private static VideoResult run(TemporalConnection temporal, String id, VideoRequest request) {
    return temporal
        .client()
        .newWorkflowStub(
            MakeVideoWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.LIGHT).setWorkflowId(id).build())
        .makeVideo(request);
  }

  private static VideoRequest request(
      String storeId, ObjectRef narration, ObjectRef script, Path clips) {
    return VideoRequest.builder()
        .storeId(storeId)
        .correlationId("corr")
        .query("rivers")
        .narration(narration)
        .narrationDuration(Duration.ofSeconds(9))
        .script(Optional.of(script))
        .clips(ClipSource.ofFolder(clips.toString()))
        .maxShorts(10)
        .quality(RenderQuality.DRAFT)
        .build();
  }

  private void make(SupervisedProcesses processes, FfmpegTools tools, Path target, String source)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-nostdin"));
    command.addAll(List.of("-v", "error", "-f", "lavfi", "-i", source));
    if (target.toString().endsWith(".mp4")) {
      command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    }
    command.add(target.toString());
    Finished made =
        processes.run(
            Command.of("ffmpeg-test", command, folder, Duration.ofSeconds(60)), new StopSignal());
    assertEquals(0, made.exitCode(), made.errorTail());
  }
}
