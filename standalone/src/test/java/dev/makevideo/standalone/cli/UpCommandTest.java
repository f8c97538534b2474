package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.standalone.embedded.Ports;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.wire.Payloads;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpCommandTest {
  @TempDir Path home;

  @Test
  void runsUntilItIsStoppedAndTellsWhereEverythingIs() throws Exception {
    FakeService service = new FakeService().then(Jobs.RUNNING);
    CommandRun run = new CommandRun(environment(Ports.free()), home, () -> service);
    FutureTask<Integer> up = new FutureTask<>(() -> run.execute("up", "--in-memory", "--json"));
    Thread thread = new Thread(up);
    thread.start();
    Await.until("up is up", Duration.ofSeconds(30), () -> run.out().endsWith("\n") || up.isDone());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals(service.url().toString(), answer.path("url").asText(), run::err);
    assertEquals(false, answer.path("durable").asBoolean(true));
    assertTrue(
        String.valueOf(service.workerSettings.get("REDIS_URL")).startsWith("redis://127.0.0.1:"));

    CommandRun client =
        new CommandRun(Map.of("MAKE_VIDEO_HOME", home.toString()), home, FakeService::new);
    assertEquals(0, client.execute("status", "mv-1"), client::err);

    thread.interrupt();
    assertEquals(0, up.get());
    assertTrue(service.isClosed());
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = new CommandRun(environment(taken.getLocalPort()), home, FakeService::new);
      assertEquals(3, run.execute("up", "--in-memory"));
      assertTrue(run.err().contains("MAKE_VIDEO_PORT"), run.err());
    }
  }

  @Test
  void aMistypedSettingIsAUsageError() {
    CommandRun run = new CommandRun(Map.of("MAKE_VIDEO_PROT", "1"), home, FakeService::new);
    assertEquals(2, run.execute("up"));
    assertTrue(run.err().contains("did you mean MAKE_VIDEO_PORT"), run.err());
  }

  private Map<String, String> environment(int port) {
    return Map.of("MAKE_VIDEO_HOME", home.toString(), "MAKE_VIDEO_PORT", Integer.toString(port));
  }
}
