package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row that this program itself is wrong about. */
@Timeout(60)
final class BatchRunTest {
  private static final Future<BatchJob.End> BROKEN =
      CompletableFuture.failedFuture(new IllegalStateException("there is no such stage"));

  @TempDir Path folder;

  private Context context() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Console console = new Console(out, out, new Console.Terminal(false, false, 80));
    Map<String, String> environment = Map.of("MAKE_VIDEO_HOME", folder.toString());
    return new Context(
        environment,
        console,
        InputStream.nullInputStream(),
        folder,
        FakeService::new,
        settings -> {},
        new CommandRun(environment, folder, FakeService::new));
  }

  private static BatchFile.Row row(int line) {
    return new BatchFile.Row(line, Map.of("audio", "a.mp3", "query", "sea"), Optional.empty());
  }

  @Test
  void isAnErrorWithTheIdOfTheJobThatWasSentForIt() throws Exception {
    Files.writeString(folder.resolve("a.mp3"), "AUDIO");
    try (ScriptedService service = new ScriptedService()) {
      service.on("POST /v1/videos", 202, Jobs.RUNNING);
      Context context = context();
      BatchJob job =
          new BatchJob(
              context,
              new ServiceAccess(context),
              new ServiceClient(URI.create(service.url()), Optional.empty()),
              new BatchPlan(1, false, true, folder),
              folder);
      assertEquals("running", job.run(row(2)).status());
      BatchJob.End sent = BatchRun.ended(BROKEN, row(2), job);
      assertEquals("error", sent.status(), "it was not refused");
      assertEquals("mv-1", sent.json().path("id").asText());
      assertEquals(
          "java.lang.IllegalStateException: there is no such stage",
          sent.json().path("error").asText());
      BatchJob.End unsent = BatchRun.ended(BROKEN, row(3), job);
      assertEquals("error", unsent.status());
      assertEquals("-", unsent.id());
    }
  }
}
