package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.webhook.WebhookSecret;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretCommandTest {
  private static final String SET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path home;

  private CommandRun run(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("MAKE_VIDEO_HOME", home.toString());
    return new CommandRun(environment, home, FakeService::new);
  }

  private String secret(Map<String, String> environment, String... more) throws IOException {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "webhook-secret";
    arguments[1] = "--json";
    System.arraycopy(more, 0, arguments, 2, more.length);
    CommandRun run = run(environment);
    assertEquals(0, run.execute(arguments), run::err);
    return Payloads.mapper().readTree(run.out()).path("secret").asText();
  }

  @Test
  void showsTheSecretThatItMadeOnce() throws IOException {
    String secret = secret(Map.of());
    assertTrue(secret.matches("whsec_[A-Za-z0-9+/]{43}="), "a secret");
    assertEquals(secret, secret(Map.of()));
    String base = Files.readString(home.resolve("store/webhook-secret")).strip();
    assertEquals(secret, WebhookSecret.of(base).forTenant("default").reveal());
    assertNotEquals(secret, base);
    assertNotEquals(secret, secret(Map.of(), "--tenant", "anna"));
  }

  @Test
  void showsTheOneThatFollowsFromWhatIsSet() throws IOException {
    String secret = secret(Map.of("MAKE_VIDEO_WEBHOOK_SECRET", SET));
    assertEquals(WebhookSecret.of(SET).forTenant("default").reveal(), secret);
    assertFalse(Files.exists(home.resolve("store/webhook-secret")));
  }

  @Test
  void wrongUseSaysWhatIsRight() {
    CommandRun run = run(Map.of());
    assertEquals(2, run.execute("webhook-secret", "--tenant", "A"));
    assertTrue(run.err().contains("--tenant is \"A\"; allowed: "), run::err);
  }
}
