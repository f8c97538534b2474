package dev.makevideo.platform.process;

import dev.makevideo.platform.process.RunningProcess.Cause;
import dev.makevideo.platform.tracing.OpenSpan;
import dev.makevideo.platform.tracing.SpanKeys;
import dev.makevideo.platform.tracing.Spans;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs programs tied to this JVM's life by a {@link ProcessGuard}, watched by one daemon thread for
 * all. Thread-safe. The program sees a minimal environment and the caller's correlation id as
 * {@code MAKE_VIDEO_CORRELATION_ID}.
 *
 * <p>An escape remains: a program that moves into a session of its own and whose parent dies before
 * the kill. {@link OrphanSweep} finds it at the next start.
 */
public final class SupervisedProcesses implements ProcessRunner, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcesses.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final String[] PASSED_ON = {"HOME", "LANG", "TMPDIR"};

  private final Map<String, String> environment;
  private final ProcessGuard guard;
  private final Optional<ProcessRecords> records;
  private final Map<Long, RunningProcess> running = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final ScheduledExecutorService watch;
  private volatile boolean closed;

  /**
   * @param environment of this process; programs see its PATH, HOME, LANG and TMPDIR
   * @param records a folder of this host where each running program leaves a file for {@link
   *     OrphanSweep}
   */
  public SupervisedProcesses(Map<String, String> environment, Path records) throws IOException {
    this(environment, Optional.of(new ProcessRecords(records)));
  }

  /** Without records, for short programs before the data folder is known. */
  public SupervisedProcesses(Map<String, String> environment) {
    this(environment, Optional.empty());
  }

  private SupervisedProcesses(Map<String, String> environment, Optional<ProcessRecords> records) {
    this.environment = minimal(environment);
    this.guard = new ProcessGuard(environment);
    this.records = records;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "process-watch");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        watch.scheduleAtFixedRate(
            this::tickAll, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Finished run(Command command, StopSignal stop) throws IOException, InterruptedException {
    String[] output = {""};
    Finished finished =
        run(
            command,
            stop,
            true,
            (process, stream) ->
                output[0] =
                    Outputs.collect(stream, command.maxOutput(), () -> process.kill(Cause.OUTPUT)));
    return new Finished(finished.exitCode(), output[0], finished.errorTail());
  }

  @Override
  public Finished run(Command command, StopSignal stop, LineSink lines)
      throws IOException, InterruptedException {
    return run(
        command,
        stop,
        false,
        (process, stream) -> Outputs.lines(stream, lines, process::progressed));
  }

  @Override
  public Finished run(Command command, StopSignal stop, OutputReader reader)
      throws IOException, InterruptedException {
    return run(command, stop, true, (process, stream) -> reader.read(stream));
  }

  /** How many programs run whose label begins with {@code labelPrefix}. */
  public int running(String labelPrefix) {
    return (int)
        running.values().stream()
            .filter(process -> process.label().startsWith(labelPrefix))
            .count();
  }

  /** The resident memory of the programs whose label begins with {@code labelPrefix}, in bytes. */
  public double residentBytes(String labelPrefix) {
    return running.values().stream()
        .filter(process -> process.label().startsWith(labelPrefix))
        .flatMap(RunningProcess::family)
        .flatMap(pid -> ResidentMemory.ofProcess(pid).stream())
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  /** Kills every running program, waits for at most 10 s until they are gone, starts none more. */
  @Override
  public void close() {
    closed = true;
    running.values().forEach(process -> process.kill(Cause.CLOSED));
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    synchronized (running) {
      try {
        while (!running.isEmpty() && System.nanoTime() < end) {
          running.wait(TICK.toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    watch.shutdownNow();
  }

  private interface Reading {
    void read(RunningProcess process, InputStream output) throws IOException;
  }

  private Finished run(Command command, StopSignal stop, boolean bytesAreProgress, Reading reading)
      throws IOException, InterruptedException {
    if (stop.isStopped()) {
      throw new ProcessStoppedException(command.label());
    }
    Optional<Path> record =
        records.isPresent() ? Optional.of(records.get().open(command.label())) : Optional.empty();
    Long id = ids.incrementAndGet();
    try (OpenSpan span = Spans.program(command.label())) {
      try {
        RunningProcess process = start(command, record, id);
        Finished finished = supervise(command, process, stop, bytesAreProgress, reading);
        span.with(SpanKeys.EXIT_CODE, finished.exitCode());
        ProgramLog.ended(command, finished);
        return finished;
      } catch (IOException | InterruptedException | RuntimeException e) {
        span.failed(e.getClass().getSimpleName());
        throw e;
      }
    } finally {
      running.remove(id);
      synchronized (running) {
        running.notifyAll();
      }
      if (record.isPresent()) {
        Files.deleteIfExists(record.get());
      }
    }
  }

  private RunningProcess start(Command command, Optional<Path> record, Long id) throws IOException {
    requireProgram(command);
    ProcessBuilder builder =
        new ProcessBuilder(guard.around(command, record.map(Path::toString).orElse("")))
            .directory(command.directory().toFile());
    Map<String, String> seen = builder.environment();
    seen.clear();
    seen.putAll(environment);
    Optional.ofNullable(MDC.get(CorrelationKeys.CORRELATION_ID))
        .ifPresent(value -> seen.put("MAKE_VIDEO_CORRELATION_ID", value));
    seen.putAll(command.environment());
    record.ifPresent(file -> seen.put(ProcessRecords.MARK, ProcessRecords.markOf(file)));
    if (closed) {
      throw new ProcessStoppedException(command.label());
    }
    RunningProcess process = new RunningProcess(command, builder.start());
    running.put(id, process);
    if (closed) {
      process.kill(Cause.CLOSED);
    }
    return process;
  }

  private static Finished supervise(
      Command command,
      RunningProcess process,
      StopSignal stop,
      boolean bytesAreProgress,
      Reading reading)
      throws IOException, InterruptedException {
    Exception thrown = null;
    try (StopSignal.Registration unused = stop.onStop(() -> process.kill(Cause.STOPPED))) {
      InputStream output = process.output(bytesAreProgress);
      try {
        reading.read(process, output);
        Outputs.discard(output);
      } catch (IOException | RuntimeException e) {
        // After a kill, it is only the pipe that broke.
        if (process.kill(Cause.READER)) {
          thrown = e;
        }
      } catch (Error e) {
        process.kill(Cause.READER);
        throw e;
      } finally {
        process.await();
      }
    }
    throwCause(command, process.cause(), thrown);
    return new Finished(process.exitCode(), "", process.errorTail());
  }

  private static void throwCause(Command command, @Nullable Cause cause, @Nullable Exception thrown)
      throws IOException, InterruptedException {
    if (cause == null) {
      return;
    }
    switch (cause) {
      case STOPPED, CLOSED -> throw new ProcessStoppedException(command.label());
      case INTERRUPTED -> {
        // The flag and the exception say the same; the exception goes on.
        boolean unused = Thread.interrupted();
        throw new InterruptedException(command.label() + " was interrupted");
      }
      case DEADLINE ->
          throw new ProcessTimeoutException(
              command.label() + " passed its deadline of " + command.deadline());
      case STALLED ->
          throw new ProcessTimeoutException(
              command.label() + " made no progress for " + command.stall().orElseThrow());
      case OUTPUT ->
          throw new IOException(
              command.label() + " wrote more than " + command.maxOutput() + " bytes");
      case READER -> {
        if (thrown instanceof RuntimeException e) {
          throw e;
        }
        throw thrown instanceof IOException e ? e : new IOException(thrown);
      }
    }
  }

  private void requireProgram(Command command) throws IOException {
    String name = command.arguments().get(0);
    boolean found =
        name.contains("/")
            ? ProgramPath.isProgram(command.directory().resolve(name))
            : ProgramPath.find(name, environment).isPresent();
    if (!found) {
      throw new IOException("there is no program " + name + " for " + command.label());
    }
    if (!Files.isDirectory(command.directory())) {
      throw new IOException("there is no folder " + command.directory());
    }
  }

  private void tickAll() {
    for (RunningProcess process : running.values()) {
      try {
        process.tick();
      } catch (RuntimeException e) {
        // One bad tick must not end the watch over all.
        log.atWarn().addKeyValue("program", process.label()).setCause(e).log("watch failed");
      }
    }
  }

  static Map<String, String> minimal(Map<String, String> all) {
    Map<String, String> kept = new HashMap<>();
    kept.put("PATH", ProgramPath.of(all));
    kept.put("LANG", "C.UTF-8");
    for (String name : PASSED_ON) {
      String value = all.get(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    return Map.copyOf(kept);
  }
}
