package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists by what the API can be asked, and completion in a shell. */
@Timeout(60)
final class ListOptionsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_HOME", folder.toString(), "MAKE_VIDEO_URL", service.url()),
        folder,
        FakeService::new);
  }

  @Test
  void eachFilterIsOneOfTheApi() {
    service.on("GET /v1/videos", 200, "{\"jobs\":[]}");
    CommandRun run = run();
    assertEquals(
        0,
        run.execute(
            "list",
            "--status",
            "failed",
            "--since",
            "2026-11-01",
            "--until",
            "2026-11-29T10:00:00Z",
            "--text",
            "boiling river",
            "--metadata",
            "campaign=spring & more",
            "--cursor",
            "abc",
            "--limit",
            "5"),
        run::err);
    assertEquals(
        "GET /v1/videos?limit=5&status=failed&created_after=2026-11-01"
            + "&created_before=2026-11-29T10%3A00%3A00Z&q=boiling+river"
            + "&metadata.campaign=spring+%26+more&page_token=abc",
        service.requests.get(1));
    assertEquals("no jobs\n", run.out());
  }

  @Test
  void allFollowsThePagesAndOneOfThemSaysWhereTheNextIs() throws Exception {
    service.on(
        "GET /v1/videos",
        exchange -> {
          boolean second = exchange.getRequestURI().getQuery().contains("page_token=p2");
          ScriptedService.json(
              exchange,
              200,
              "{\"jobs\":[{\"id\":\"mv-%d\",\"status\":\"failed\"}]%s}"
                  .formatted(second ? 2 : 1, second ? "" : ",\"next_page_token\":\"p2\""));
        });
    CommandRun one = run();
    assertEquals(0, one.execute("list"));
    assertTrue(one.out().contains("there are more: --cursor p2, or --all"), one.out());
    CommandRun all = run();
    assertEquals(0, all.execute("list", "--all", "--json"));
    assertEquals(2, Payloads.mapper().readTree(all.out()).path("jobs").size(), all.out());
  }

  @Test
  void aServiceThatGivesCursorsForEverIsNotAskedForEver() throws Exception {
    try (ScriptedService endless = new ScriptedService()) {
      AtomicInteger pages = new AtomicInteger();
      endless.on(
          "GET /v1/videos",
          get ->
              ScriptedService.json(
                  get,
                  200,
                  "{\"jobs\":[],\"next_page_token\":\"p%d\"}".formatted(pages.incrementAndGet())));
      CommandRun run = run();
      assertEquals(0, run.execute("list", "--all", "--server", endless.url()), run::err);
      assertEquals(200, pages.get());
      assertTrue(run.out().contains("there are more: --cursor p200"), run.out());
    }
  }

  @Test
  void wrongFiltersAreRefusedByTheirOptions() {
    String[][] wrong = {
      {"--since", "yesterday"}, {"--limit", "101"}, {"--metadata", "A B=c"}, {"--until", "0d"}
    };
    for (String[] option : wrong) {
      CommandRun run = run();
      assertEquals(2, run.execute("list", option[0], option[1]));
      assertTrue(
          run.err().contains("allowed")
              || run.err().contains("may be")
              || run.err().contains("is not"),
          run.err());
    }
    assertEquals(List.of(), service.requests);
  }

  @ParameterizedTest
  @CsvSource({
    "90m,2026-11-29T10:30:00Z",
    "12h,2026-11-29T00:00:00Z",
    "7d,2026-11-22T12:00:00Z",
    "2026-11-01,2026-11-01"
  })
  void timesAreSaidAsPeopleDo(String said, String time) throws Exception {
    assertEquals(time, When.of("--since", said, NOON).orElseThrow());
  }

  @Test
  void aShellCompletesCommandsAndOptions() throws Exception {
    CommandRun run = run();
    assertEquals(0, run.execute("completion"), run::err);
    Path script = Files.writeString(folder.resolve("completion.sh"), run.out());
    assertTrue(completed(script, "make-video wa").contains("watch"));
    assertTrue(completed(script, "make-video list --meta").contains("--metadata"));
  }

  private String completed(Path script, String typed) throws IOException, InterruptedException {
    String shell =
        ". '%s'; COMP_WORDS=%s; COMP_CWORD=$((${#COMP_WORDS[@]}-1)); COMP_LINE='%s';"
                .formatted(script, "(" + typed + ")", typed)
            + "_complete_make-video; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", shell).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(bash.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, bash.exitValue(), out);
    return out;
  }
}
