package dev.makevideo.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One started program with its watchdog. The thread that started it reads its output and waits for
 * it; {@link #tick()} and {@link #kill(Cause)} may come from any thread.
 */
final class RunningProcess {
  /** How long a killed program may take to go before its tree is killed process by process. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** How long to wait for a killed program, which only the kernel can hold back. */
  private static final Duration GIVE_UP = Duration.ofSeconds(8);

  private static final Duration PIPE_END = Duration.ofSeconds(2);

  /** Why a program was killed. */
  enum Cause {
    STOPPED,
    CLOSED,
    INTERRUPTED,
    DEADLINE,
    STALLED,
    OUTPUT,
    READER
  }

  private final Command command;
  private final Process process;
  private final Thread owner = Thread.currentThread();
  private final ErrorTail errors;
  private final long started = System.nanoTime();
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();

  private volatile boolean waiting;
  private volatile long quietNanos;
  private volatile List<ProcessHandle> tree = List.of();
  private volatile long killed;
  private long lastTick = started;

  RunningProcess(Command command, Process process) {
    this.command = command;
    this.process = process;
    this.errors = new ErrorTail(process.getErrorStream(), command.label());
  }

  String label() {
    return command.label();
  }

  /** The program with what it started, its guard included. */
  Stream<Long> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid);
  }

  @Nullable Cause cause() {
    return cause.get();
  }

  /** Raw standard output; reading from it tells the watchdog that the program is waited for. */
  InputStream output(boolean everyByteIsProgress) {
    return new WatchedOutput(process.getInputStream(), everyByteIsProgress);
  }

  /** Feeds the watchdog. */
  void progressed() {
    quietNanos = 0;
  }

  /**
   * Kills the group by ending the pipe that the tether holds.
   *
   * @return whether {@code why} is the first cause, the one that counts
   */
  boolean kill(Cause why) {
    if (!cause.compareAndSet(null, why)) {
      return false;
    }
    tree = process.descendants().toList();
    killed = System.nanoTime();
    closePipe();
    return true;
  }

  /** Called several times a second until the program has ended. */
  void tick() {
    long now = System.nanoTime();
    // A JVM that was itself suspended must not take that time for the program's silence.
    long step = Math.min(now - lastTick, Duration.ofSeconds(1).toNanos());
    lastTick = now;
    if (cause.get() != null) {
      if (now - killed > GRACE.toNanos()) {
        killTree();
      }
      return;
    }
    if (owner.isInterrupted()) {
      kill(Cause.INTERRUPTED);
    } else if (now - started > command.deadline().toNanos()) {
      kill(Cause.DEADLINE);
    } else if (command.stall().isPresent() && waiting) {
      long quiet = quietNanos + step;
      quietNanos = quiet;
      if (quiet > command.stall().get().toNanos()) {
        kill(Cause.STALLED);
      }
    }
  }

  /** Waits for the end of the program. An interruption kills it and is kept as the cause. */
  void await() {
    waiting = true;
    boolean interrupted = false;
    while (cause.get() == null || System.nanoTime() - killed < GIVE_UP.toNanos()) {
      try {
        if (process.waitFor(1, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        kill(Cause.INTERRUPTED);
      }
    }
    if (cause.get() != null) {
      killTree();
    }
    closePipe();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The exit code, after {@link #await()}. */
  int exitCode() {
    return process.exitValue();
  }

  String errorTail() throws InterruptedException {
    return errors.await(PIPE_END);
  }

  private void killTree() {
    // What was started after the tree was looked at has its parent in it: one in a session of its
    // own is still alive, and knows its children.
    List<ProcessHandle> younger = tree.stream().flatMap(ProcessHandle::descendants).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    younger.forEach(ProcessHandle::destroyForcibly);
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  private void closePipe() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // the tether has ended
    }
  }

  private final class WatchedOutput extends InputStream {
    private final InputStream in;
    private final boolean progress;

    WatchedOutput(InputStream in, boolean progress) {
      this.in = in;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      waiting = true;
      try {
        int n = in.read(bytes, offset, length);
        if (progress && n > 0) {
          progressed();
        }
        return n;
      } finally {
        waiting = false;
      }
    }
  }
}
