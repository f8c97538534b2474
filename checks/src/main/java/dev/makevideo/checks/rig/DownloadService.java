package dev.makevideo.checks.rig;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A video-downloader on loopback that can break, and remembers when each call came. It speaks HTTP
 * over plain sockets, one call a connection, because a server that is well made cannot misbehave.
 * Thread-safe.
 */
public final class DownloadService implements AutoCloseable {
  private static final Pattern CLIP = Pattern.compile("clip:(.*)/(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");
  private static final int MOST_HEAD = 16_000;

  /** How the service is. */
  public enum Mode {
    WORKS,
    ANSWERS_500,
    HANGS,
    RESETS,
    THROTTLES
  }

  /**
   * One call.
   *
   * @param at when its first byte was there
   * @param clip what it asked for, such as {@code rivers/3}
   * @param mode how the service was then
   * @param told when it may come again, if it was told so
   */
  public record Arrival(Instant at, String clip, Mode mode, Instant told) {}

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<Path> files;
  private final Duration pace;
  private final Duration patience;
  private final AtomicInteger goodCalls = new AtomicInteger();
  private volatile Mode mode = Mode.WORKS;
  private volatile Mode next = Mode.WORKS;
  private volatile int good = Integer.MAX_VALUE;

  /**
   * @param files what is served, over and over
   * @param pace how long one takes to arrive
   * @param patience what callers are asked for when it throttles, whole seconds
   */
  public DownloadService(List<Path> files, Duration pace, Duration patience) throws IOException {
    this.files = List.copyOf(files);
    this.pace = pace;
    this.patience = patience;
    socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** From now on it is so. */
  public void turn(Mode now) {
    good = Integer.MAX_VALUE;
    mode = now;
  }

  /** After so many good calls it is so. */
  public void turn(Mode then, int calls) {
    next = then;
    good = calls;
  }

  private Mode modeOfNextCall() {
    if (mode == Mode.WORKS && goodCalls.incrementAndGet() > good) {
      mode = next;
    }
    return mode;
  }

  /** All calls so far, in the order in which they came. */
  public List<Arrival> arrivals() {
    return arrivals.stream().sorted((a, b) -> a.at().compareTo(b.at())).toList();
  }

  /** How many calls there were. */
  public int total() {
    return arrivals.size();
  }

  /** How many good calls asked for what a good call had asked for before. */
  public long repeated() {
    List<String> served =
        arrivals.stream().filter(a -> a.mode() == Mode.WORKS).map(Arrival::clip).toList();
    return served.size() - served.stream().distinct().count();
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = socket.accept();
        threads.execute(() -> serve(caller));
      }
    } catch (IOException | RejectedExecutionException e) {
      closed.countDown(); // the socket was closed
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      InputStream in = new BufferedInputStream(caller.getInputStream());
      in.mark(1);
      if (in.read() < 0) {
        return; // connected, and asked nothing
      }
      Instant at = Instant.now();
      in.reset();
      Matcher clip = CLIP.matcher(body(in));
      if (!clip.find()) {
        return;
      }
      Mode now = modeOfNextCall();
      String name = clip.group(1) + "/" + clip.group(2);
      arrivals.add(new Arrival(at, name, now, Instant.now().plus(patience)));
      answer(caller, now, Integer.parseInt(clip.group(2)));
    } catch (IOException e) {
      // the caller went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String body(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.size() > MOST_HEAD) {
        throw new IOException("not a request");
      }
      head.write(next);
    }
    Matcher length =
        LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
    return length.find()
        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
        : "";
  }

  private void answer(Socket caller, Mode now, int index) throws IOException, InterruptedException {
    OutputStream out = caller.getOutputStream();
    switch (now) {
      case WORKS -> send(out, Files.readAllBytes(files.get(index % files.size())));
      case ANSWERS_500 -> head(out, "500 Internal Server Error", "Content-Length: 0");
      case THROTTLES ->
          head(
              out,
              "429 Too Many Requests",
              "Retry-After: " + patience.toSeconds() + "\r\nContent-Length: 0");
      case RESETS -> caller.setSoLinger(true, 0);
      case HANGS -> {
        if (!closed.await(10, TimeUnit.MINUTES)) {
          throw new IOException("nobody closed it");
        }
      }
    }
  }

  private void send(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
    head(out, "200 OK", "Content-Type: video/mp4\r\nContent-Length: " + bytes.length);
    out.write(bytes, 0, bytes.length / 2);
    out.flush();
    closed.await(pace.toMillis(), TimeUnit.MILLISECONDS);
    out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    out.flush();
  }

  private static void head(OutputStream out, String status, String headers) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      System.err.println("the download service did not close: " + e);
    }
  }
}
