package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.access.KeyFile;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  @TempDir private Path home;

  private CommandRun run() {
    return new CommandRun(Map.of("MAKE_VIDEO_HOME", home.toString()), home, FakeService::new);
  }

  private String out(int exitCode, String... arguments) {
    CommandRun run = run();
    assertEquals(exitCode, run.execute(arguments), run::err);
    return run.out() + run.err();
  }

  @Test
  void aKeyIsShownWhenItIsMadeAndNeverAgain() throws IOException {
    CommandRun run = run();
    assertEquals(0, run.execute("keys", "add", "laptop", "--tenant", "anna", "--json"), run::err);
    JsonNode made = Payloads.mapper().readTree(run.out());
    String key = made.path("key").asText();
    assertTrue(run.err().contains("  " + key + "\n"), "people are shown it, too");
    assertEquals(
        KeyFile.sha256(key), new KeyFile(home.resolve("api-keys.json")).read().get(0).sha256());
    String list = out(0, "keys", "list");
    assertTrue(list.matches("(?s)laptop +anna +20.*Z  …" + key.substring(43) + "\n"), list);
    assertFalse(list.contains(key));
    assertFalse(Files.readString(home.resolve("api-keys.json")).contains(key));
  }

  @Test
  void aKeyIsRevokedByItsName() throws IOException {
    out(0, "keys", "add", "laptop");
    out(0, "keys", "add", "phone");
    assertTrue(out(0, "keys", "revoke", "laptop").contains("\"laptop\" is revoked"));
    assertTrue(out(5, "keys", "revoke", "laptop").contains("there is no key \"laptop\""));
    assertTrue(out(0, "keys", "list").startsWith("phone "));
  }

  @Test
  void wrongUseSaysWhatIsRight() {
    assertTrue(out(0, "keys", "list").contains("make-video keys add NAME"));
    assertTrue(out(2, "keys", "add", "a b").contains("name is \"a b\"; allowed: "));
    assertTrue(out(2, "keys", "add", "a", "--tenant", "A").contains("tenant is \"A\"; allowed: "));
    assertTrue(out(2, "keys").contains("make-video keys add|list|revoke"));
    out(0, "keys", "add", "a");
    assertTrue(out(2, "keys", "add", "a").contains("there is a key \"a\" already"));
  }

  @Test
  void theSettingSaysWhereTheyAre() throws IOException {
    Path file = home.resolve("elsewhere/keys.json");
    CommandRun run =
        new CommandRun(
            Map.of("MAKE_VIDEO_HOME", home.toString(), "MAKE_VIDEO_API_KEYS_FILE", file.toString()),
            home,
            FakeService::new);
    assertEquals(0, run.execute("keys", "add", "x"), run::err);
    assertEquals(1, new KeyFile(file).read().size());
  }
}
