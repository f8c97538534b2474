package dev.makevideo.standalone.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program that the kill test kills: starts a Redis, prints its URL, and waits. */
final class RedisHost {
  private RedisHost() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Path program = RedisProgram.locate(home.resolve("tools"), Map.of());
    EmbeddedRedis redis =
        EmbeddedRedis.start(program, home.resolve("redis"), home.resolve("redis.log"));
    System.out.println(redis.url());
    TimeUnit.MINUTES.sleep(5);
  }
}
