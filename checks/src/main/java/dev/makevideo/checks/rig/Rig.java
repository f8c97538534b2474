package dev.makevideo.checks.rig;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Ports;
import dev.makevideo.testkit.TemporalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole installation on loopback: a Temporal dev server on a file, one API process, and workers
 * as processes of their own, with data in one folder. Everything can be killed and started again.
 */
public final class Rig implements AutoCloseable {
  private static final Duration UP = Duration.ofMinutes(4);
  private static final int LOG_TAIL = 2000;

  private final Path folder;
  private final TemporalServer temporal;
  private final Map<String, String> environment = new HashMap<>();
  private final List<JavaProcess> workers = new ArrayList<>();
  private final List<Api> apis = new ArrayList<>();
  private int started;

  /**
   * Starts Temporal and the API, but no worker.
   *
   * @param folder an empty folder for all data and logs
   * @param more settings for the API and the workers
   */
  public Rig(Path folder, Programs programs, Map<String, String> more) throws IOException {
    this.folder = Files.createDirectories(folder);
    temporal = new TemporalServer(programs.temporal(), this.folder);
    temporal.start();
    environment.put("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    environment.put("MAKE_VIDEO_PRIVATE_URLS", "true");
    environment.put("MAKE_VIDEO_COMMONS_URL", "off"); // nothing here calls the internet
    environment.put("MAKE_VIDEO_CLIP_ROOTS", "/");
    // Each rig has a home of its own: it would fetch the model again.
    environment.put("MAKE_VIDEO_SPEECH_MODEL", "off");
    environment.put("TEMPORAL_ADDRESS", temporal.address());
    environment.put(
        "PATH",
        programs.ffmpeg().ffmpeg().getParent() + ":" + System.getenv().getOrDefault("PATH", ""));
    environment.putAll(more);
    try {
      startApi();
    } catch (IOException | RuntimeException | Error e) {
      temporal.close();
      throw e;
    }
  }

  /** One of the API processes, which comes back on the same port. */
  private final class Api {
    private final Client client;
    private final Path log;
    private JavaProcess process;

    Api() throws IOException {
      client = new Client(Ports.free());
      log = folder.resolve("api" + (apis.isEmpty() ? "" : apis.size()) + ".log");
      process = started(client, log);
    }

    void restart() throws IOException {
      process.kill9();
      process = started(client, log);
    }
  }

  /** Starts one more API process; {@link #clients} has its client from now on. */
  public void startApi() throws IOException {
    apis.add(new Api());
  }

  private JavaProcess started(Client client, Path log) throws IOException {
    Map<String, String> own = new HashMap<>(environment);
    own.put("MAKE_VIDEO_PORT", Integer.toString(client.port()));
    JavaProcess process = JavaProcess.start("dev.makevideo.api.ApiMain", List.of(), own, log);
    try {
      Await.until(
          "the API answers",
          UP,
          () -> {
            if (!process.isAlive()) {
              throw new Client.JobEndedException(
                  "API ended; its log ends: "
                      + end(process.log())
                      + "; Temporal's log ends: "
                      + temporal.logTail());
            }
            return client.get("/livez").statusCode() == 200;
          });
      return process;
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  private static String end(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - LOG_TAIL));
  }

  /** Starts one more worker; it polls a few seconds later. */
  public JavaProcess startWorker() throws IOException {
    return startWorker(Map.of());
  }

  /**
   * Starts one more worker, which differs.
   *
   * @param more settings of this one alone
   */
  public JavaProcess startWorker(Map<String, String> more) throws IOException {
    return startWorker("dev.makevideo.worker.WorkerMain", more);
  }

  /** As {@link #startWorker(Map)}, with another main class. */
  public JavaProcess startWorker(String mainClass, Map<String, String> more) throws IOException {
    Map<String, String> own = new HashMap<>(environment);
    own.putAll(more);
    JavaProcess worker =
        JavaProcess.start(
            mainClass, List.of(), own, folder.resolve("worker-" + ++started + ".log"));
    workers.add(worker);
    return worker;
  }

  /** Kills the first API with -9 and starts another on the same port. */
  public void restartApi() throws IOException {
    restartApi(0);
  }

  /** As {@link #restartApi()}, one of several by its number. */
  public void restartApi(int number) throws IOException {
    apis.get(number).restart();
  }

  /** The process id of the first API. */
  public long apiPid() {
    return apis.get(0).process.pid();
  }

  public TemporalServer temporal() {
    return temporal;
  }

  /** A client of the first API. */
  public Client client() {
    return apis.get(0).client;
  }

  /** A client of each API, in the order in which they were started. */
  public List<Client> clients() {
    return apis.stream().map(api -> api.client).toList();
  }

  public Path store() {
    return folder.resolve("home/store");
  }

  /** The logs of every API and of every worker so far. */
  public List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("(api\\d*|worker-\\d+)\\.log"))
          .sorted()
          .toList();
    }
  }

  /** Live programs whose command line names this rig's data: ffmpeg and what it started. */
  public List<String> programs() throws IOException {
    String mine = folder.resolve("home").toString();
    List<String> found = new ArrayList<>();
    List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
    for (ProcessHandle process : all) {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      try {
        String command = Files.readString(line).replace('\0', ' ');
        if (command.contains(mine) && command.contains("ffmpeg")) {
          found.add(process.pid() + " " + command);
        }
      } catch (IOException e) {
        // ended meanwhile
      }
    }
    return found;
  }

  /** Files below scratch folders. */
  public List<Path> scratch() throws IOException {
    Path scratch = store().resolve("scratch");
    if (!Files.exists(scratch)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(scratch)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Ends everything, also when one of its processes does not end as it should. */
  @Override
  public void close() {
    List<AssertionError> unwilling = new ArrayList<>();
    List<JavaProcess> processes = new ArrayList<>(workers);
    apis.forEach(api -> processes.add(api.process));
    for (JavaProcess process : processes) {
      try {
        if (process.isAlive()) {
          process.close();
        }
      } catch (AssertionError e) {
        unwilling.add(e);
      }
    }
    temporal.close();
    if (!unwilling.isEmpty()) {
      throw unwilling.get(0);
    }
  }
}
