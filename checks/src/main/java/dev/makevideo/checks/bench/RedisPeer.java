package dev.makevideo.checks.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Redisson and Bucket4j in a process of their own, so that nothing of them comes near what is
 * shipped: {@code checks/bench/peers}. For one thread.
 */
final class RedisPeer implements Closeable {
  private static final long END_SECONDS = 10;

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  /**
   * @param classpath of the peers, as {@code checks/bench/run} makes it
   * @param redis the address
   */
  RedisPeer(String classpath, String redis) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    "java",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classpath,
                    "dev.makevideo.peers.RedisPeers",
                    redis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * One round.
   *
   * @param what {@code lock} or {@code limiter}
   * @return operations a second
   * @throws IOException if it ended
   */
  double round(String what, Duration time, int threads) throws IOException {
    orders.write(what + " " + time.toMillis() + " " + threads + "\n");
    orders.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the peers ended");
    }
    return Double.parseDouble(line);
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
