package dev.makevideo.standalone.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRedisTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path home;

  @Test
  void startsFromTheJarAndEndsWhenClosed() throws Exception {
    Path program = RedisProgram.locate(home.resolve("tools"), Map.of("PATH", ""));
    EmbeddedRedis redis =
        EmbeddedRedis.start(program, home.resolve("redis"), home.resolve("redis.log"));
    int port = URI.create(redis.url()).getPort();
    assertTrue(EmbeddedRedis.answers(port));
    redis.close();
    assertFalse(EmbeddedRedis.answers(port));
  }

  @Test
  void isStartedAgainOnTheSamePortWhenItIsKilled() throws Exception {
    Path program = RedisProgram.locate(home.resolve("tools"), Map.of());
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(program, home.resolve("redis"), home.resolve("redis.log"))) {
      int port = URI.create(redis.url()).getPort();
      long killed = child(program).orElseThrow().pid();
      ProcessHandle.of(killed).ifPresent(ProcessHandle::destroyForcibly);
      Await.until(
          "a new Redis on port " + port,
          LIMIT,
          () ->
              child(program).filter(p -> p.pid() != killed).isPresent()
                  && EmbeddedRedis.answers(port));
    }
  }

  @Test
  void diesWithAKilledJvm() throws Exception {
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RedisHost.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
      String url =
          output.lines().filter(line -> line.startsWith("redis:")).findFirst().orElseThrow();
      int port = URI.create(url).getPort();
      assertTrue(EmbeddedRedis.answers(port));
      assertTrue(host.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
      Await.until("Redis is gone", LIMIT, () -> !EmbeddedRedis.answers(port));
    } finally {
      host.destroyForcibly();
    }
  }

  @Test
  void saysWhyItDidNotStart() {
    Path notRedis = Path.of("/bin/false");
    IOException e =
        assertThrows(
            IOException.class,
            () -> EmbeddedRedis.start(notRedis, home.resolve("redis"), home.resolve("redis.log")));
    assertTrue(e.toString().contains("ended while starting"), e.toString());
  }

  @Test
  void replacesADamagedProgram() throws Exception {
    // An empty PATH: the one of the system is nobody's to damage.
    Map<String, String> noPath = Map.of("PATH", "");
    Path program = RedisProgram.locate(home.resolve("tools"), noPath);
    assertTrue(program.startsWith(home), program + " is not this test's own");
    long size = Files.size(program);
    Files.writeString(program, "damaged");
    assertEquals(program, RedisProgram.locate(home.resolve("tools"), noPath));
    assertEquals(size, Files.size(program));
  }

  @Test
  void refusesAPlatformThatTheJarDoesNotHave() {
    IOException e = assertThrows(IOException.class, () -> RedisProgram.fromJar(home, "plan9-mips"));
    assertEquals("there is no embedded Redis for plan9-mips", e.getMessage());
  }

  @Test
  void prefersTheOneOnPath() throws Exception {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path own = Files.writeString(bin.resolve("redis-server"), "#!/bin/sh\n");
    assertTrue(own.toFile().setExecutable(true));
    assertEquals(
        own.toAbsolutePath(),
        RedisProgram.locate(home.resolve("tools"), Map.of("PATH", "/nowhere:" + bin)));
  }

  private static java.util.Optional<ProcessHandle> child(Path program) {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.equals(real(program))).isPresent())
        .findFirst();
  }

  private static String real(Path program) {
    try {
      return program.toRealPath().toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
