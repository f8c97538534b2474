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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row that this program itself is wrong about. */
@Timeout(60)
final class BatchRunTest {
  @TempDir Path folder;

  /** Nothing can be told of a job that was sent. */
  private static PrintStream broken() {
    return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
      @Override
      public void println(@Nullable String line) {
        if (String.valueOf(line).contains("job mv-1")) {
          throw new IllegalStateException("there is no such stage");
        }
        super.println(line);
      }
    };
  }

  private Context context() {
    Console console = new Console(broken(), broken(), new Console.Terminal(false, false, 80));
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

  private static BatchFile.Row row(int line, String audio) {
    return new BatchFile.Row(line, Map.of("audio", audio, "query", "sea"), Optional.empty());
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
      BatchJob.End sent = job.run(row(2, "a.mp3"));
      assertEquals("error", sent.status(), "it was not refused");
      assertEquals("mv-1", sent.json().path("id").asText());
      assertEquals(
          "java.lang.IllegalStateException: there is no such stage",
          sent.json().path("error").asText());
      BatchJob.End unsent = job.run(row(3, "gone.mp3"));
      assertEquals("refused", unsent.status());
      assertEquals("-", unsent.id());
    }
  }
}
