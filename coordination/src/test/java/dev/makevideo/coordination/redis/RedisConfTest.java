package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ops/redis/redis.conf that docker-compose.yml starts Redis with. */
class RedisConfTest {
  private static final String PASSWORD = "from the environment";

  @TempDir Path directory;

  @Test
  void aRealRedisTakesTheFileAndHasWhatIsRequired() throws Exception {
    Path root = Path.of("..").toRealPath();
    Path file = root.resolve("ops/redis/redis.conf");
    String compose = Files.readString(root.resolve("docker-compose.yml"));
    assertTrue(
        compose.contains(
            "exec redis-server /etc/make-video/redis.conf --requirepass \\\"$$REDIS_PASSWORD\\\""),
        "the way in which the password is given here");
    assertTrue(Files.readAllLines(file).stream().noneMatch(line -> line.startsWith("requirepass")));
    try (RedisServer server = RedisServer.configured(directory, file, "--requirepass", PASSWORD)) {
      assertTrue(server.talk().ask("PING").startsWith("-NOAUTH"));
      Map<String, String> seen = new LinkedHashMap<>();
      Map<String, String> required = new LinkedHashMap<>();
      required.put("maxmemory", "1073741824");
      required.put("maxmemory-policy", "allkeys-lru");
      required.put("save", "900 1 300 10 60 10000");
      required.put("appendonly", "yes");
      required.put("protected-mode", "yes");
      for (String name : required.keySet()) {
        List<String> answer =
            server.talk().ask("AUTH \"" + PASSWORD + "\"", "CONFIG GET " + name).lines().toList();
        seen.put(name, answer.get(5));
      }
      assertEquals(required, seen);
    }
  }
}
