package dev.makevideo.checks.chaos.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The callers of one scenario: processes that share breakers on one Redis. For one thread. */
final class Callers implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path folder;
  private final String redisUrl;
  private final String services;
  private final ServerSocket server;
  private final List<CallerLink> links = new ArrayList<>();
  private int started;

  /** No caller yet. */
  Callers(Path folder, String redisUrl, List<Guarded> services) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.redisUrl = redisUrl;
    this.services = Guarded.line(services);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout((int) START.toMillis());
  }

  /** Starts so many more, and waits until the last has connected. */
  void start(int count, Map<String, String> environment) throws IOException {
    List<JavaProcess> processes = new ArrayList<>();
    int first = started;
    for (int i = 0; i < count; i++) {
      int index = started++;
      processes.add(
          JavaProcess.start(
              Caller.class.getName(),
              List.of(
                  Integer.toString(server.getLocalPort()),
                  Integer.toString(index),
                  redisUrl,
                  services),
              environment,
              folder.resolve("caller-" + index + ".log")));
    }
    CallerLink[] connected = new CallerLink[count];
    try {
      for (int i = 0; i < count; i++) {
        accept(processes, first, connected);
      }
    } catch (IOException e) {
      processes.forEach(JavaProcess::kill9);
      throw new IOException("a caller did not start; its log is in " + folder, e);
    }
    links.addAll(List.of(connected));
    await("state " + Guarded.first(services), START, answer -> answer.path("shared").asBoolean());
  }

  private void accept(List<JavaProcess> processes, int first, CallerLink[] connected)
      throws IOException {
    Socket socket = server.accept();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    int index = CallerLink.index(in) - first;
    connected[index] = new CallerLink(processes.get(index), socket, in);
  }

  int size() {
    return links.size();
  }

  CallerLink get(int index) {
    return links.get(index);
  }

  /** Kills one with -9; it is not among them any more. */
  void kill9(int index) throws IOException {
    links.remove(index).kill9();
  }

  /** Sends the command to all, and reads all answers once it has been sent to the last. */
  List<JsonNode> all(String command) throws IOException {
    for (CallerLink link : links) {
      link.send(command);
    }
    List<JsonNode> answers = new ArrayList<>();
    for (CallerLink link : links) {
      answers.add(link.read());
    }
    return answers;
  }

  /** What all of them noted since the last time. */
  List<Observed> take() throws IOException {
    for (CallerLink link : links) {
      link.send("take");
    }
    List<Observed> observed = new ArrayList<>();
    for (CallerLink link : links) {
      observed.add(link.readObserved());
    }
    return observed;
  }

  /** Waits until the answers of all to a command are as wanted. */
  void await(String command, Duration limit, Predicate<JsonNode> wanted) throws IOException {
    long giveUp = System.nanoTime() + limit.toNanos();
    List<JsonNode> answers = all(command);
    while (!answers.stream().allMatch(wanted)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError(
            "not within " + limit.toMillis() + " ms as wanted: " + command + ": " + answers);
      }
      LockSupport.parkNanos(LOOK);
      answers = all(command);
    }
  }

  void awaitShared(String service, Duration limit) throws IOException {
    await("state " + service, limit, answer -> answer.path("shared").asBoolean());
  }

  /** Waits until all share the states, and the breaker is in this one for all. */
  void awaitState(String service, String state, Duration limit) throws IOException {
    await(
        "state " + service,
        limit,
        answer -> answer.path("shared").asBoolean() && answer.path("state").asText().equals(state));
  }

  @Override
  public void close() throws IOException {
    links.forEach(CallerLink::close);
    server.close();
  }
}
