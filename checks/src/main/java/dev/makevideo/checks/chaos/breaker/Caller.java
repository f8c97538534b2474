package dev.makevideo.checks.chaos.breaker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.RedisBreakers;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * A process that shares breakers with others, and does what the referee's lines tell it: a command
 * a line, and for each one line of JSON. It ends when the referee does.
 *
 * <p>Arguments: the referee's port, this caller's index, Redis's URL, the services.
 */
public final class Caller implements AutoCloseable {
  /** How many threads of one caller ask. */
  static final int THREADS = 4;

  private static final ObjectMapper json = new ObjectMapper();

  private final Recorder recorder;
  private final RedisConnection redis;
  private final RedisBreakers breakers;
  private final Asking asking;
  private final Map<String, SteadyCalls> steady = new LinkedHashMap<>();
  private final Map<String, RandomCalls> random = new LinkedHashMap<>();

  private Caller(int index, String url, String services) {
    recorder = new Recorder(index);
    redis = RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", url)));
    breakers =
        RedisBreakers.open(
            redis,
            "caller-" + index + "-" + ProcessHandle.current().pid(),
            Guarded.parse(services),
            recorder);
    recorder.watch(breakers);
    asking = new Asking();
  }

  public static void main(String[] arguments) throws IOException {
    int index = Integer.parseInt(arguments[1]);
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        Caller caller = new Caller(index, arguments[2], arguments[3])) {
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      answer(socket, Map.of("caller", index));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answer(socket, caller.obey(line.split(" ")));
      }
    }
    System.exit(0); // whatever still runs was the referee's
  }

  private static void answer(Socket socket, Object value) throws IOException {
    String text = json.writeValueAsString(value) + "\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private Object obey(String[] words) {
    return switch (words[0]) {
      case "clock" -> Map.of("wall_ms", System.currentTimeMillis(), "nano", System.nanoTime());
      case "state" ->
          Map.of(
              "state",
              breaker(words[1]).state().name(),
              "shared",
              breakers.isShared(),
              "alone",
              recorder.timesAlone());
      case "ask" -> asking.ask(breaker(words[1]), Duration.ofMillis(Long.parseLong(words[2])));
      case "report" -> asking.report(words[1]);
      case "fail" -> asking.fail(breaker(words[1]), Integer.parseInt(words[2]));
      case "steady" -> steady(words[1]).mode(words[2]);
      case "held" -> Map.of("held", steady(words[1]).held());
      case "random" ->
          random(words[1])
              .start(
                  Double.parseDouble(words[2]),
                  Duration.ofMillis(Long.parseLong(words[3])),
                  Long.parseLong(words[4]));
      case "counts" -> random(words[1]).counts();
      case "end" -> random(words[1]).end();
      case "take" -> take();
      default -> throw new IllegalArgumentException("no command " + words[0]);
    };
  }

  private CircuitBreaker breaker(String service) {
    return breakers.breaker(service);
  }

  private SteadyCalls steady(String service) {
    return steady.computeIfAbsent(service, s -> new SteadyCalls(breaker(s), recorder));
  }

  private RandomCalls random(String service) {
    return random.computeIfAbsent(service, s -> new RandomCalls(breaker(s), recorder));
  }

  private Observed take() {
    long slowest = steady.values().stream().mapToLong(SteadyCalls::slowest).max().orElse(0);
    return recorder.take(slowest);
  }

  @Override
  public void close() {
    breakers.close();
    redis.close();
  }
}
