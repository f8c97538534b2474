package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bodies that are too much: ten gigabytes with a length and without, twenty thousand parts, a
 * boundary that is none, names that lead out of the folder, a body that is cut off, an upload whose
 * server is killed. Each is a 4xx, the disk has a bound, and nothing is left.
 */
public final class EndlessUploads {
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final Duration GONE = Duration.ofSeconds(30);
  private static final int PIECE = 1 << 20;

  /** The largest narration, the database and the logs; of one body at a time. */
  private static final long MOST_DISK = 200L << 20;

  private static final String HEAD =
      "POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data;"
          + " boundary=b\r\n";
  private static final String AUDIO =
      "--b\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"%s\"\r\n\r\n";

  private final Scenario scenario;

  /** Writes a body. */
  private interface Body {
    void to(OutputStream out) throws IOException;
  }

  public EndlessUploads(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Runs the scenario with bodies of so many bytes. */
  public void run(long bytes) throws IOException, InterruptedException {
    try (Rig rig = scenario.rig(Map.of())) {
      int port = rig.client().port();
      AtomicLong disk = new AtomicLong();
      CountDownLatch done = new CountDownLatch(1);
      Thread watch = new Thread(() -> watch(disk, done), "disk");
      watch.start();
      try {
        answered(
            port,
            "with_length",
            HEAD + "Content-Length: " + bytes + "\r\n\r\n",
            out -> zeros(out, bytes, false));
        answered(
            port,
            "chunked",
            HEAD + "Transfer-Encoding: chunked\r\n\r\n",
            out -> zeros(out, bytes, true));
        answered(port, "tus_with_length", tus("Upload-Length: " + (10L << 30)), out -> {});
        begun(port);
        answered(
            port, "parts", HEAD + "Transfer-Encoding: chunked\r\n\r\n", out -> parts(out, 20_000));
        String form = AUDIO.formatted("a.wav") + "x\r\n--c--\r\n";
        answered(port, "bad_boundary", HEAD + length(form), out -> write(out, form));
        String leading = AUDIO.formatted("../../../../etc/passwd") + "RIFFxxxx\r\n--b--\r\n";
        answered(port, "leading_out", HEAD + length(leading), out -> write(out, leading));
        cutOff(port);
        killed(rig);
      } finally {
        done.countDown();
        watch.join();
      }
      scenario.figure("most_on_disk_mb", disk.get() >> 20);
      that("the disk was looked at", disk.get() > 0);
      atMost("bytes on the disk", MOST_DISK, disk.get());
    }
  }

  private void watch(AtomicLong disk, CountDownLatch done) {
    try {
      do {
        long now = Temporary.bytes(scenario.folder());
        disk.accumulateAndGet(now, Math::max);
      } while (!done.await(50, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      disk.set(Long.MAX_VALUE); // it could not be looked at: that is a failure
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String tus(String header) {
    return "POST /v1/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\n"
        + "Upload-Metadata: purpose Y2xpcA==\r\nContent-Length: 0\r\n"
        + header
        + "\r\n\r\n";
  }

  /** One that is not too much is there, or nothing above would be seen that was left. */
  private void begun(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) ANSWER.toMillis());
      write(socket.getOutputStream(), tus("Upload-Length: 10"));
      String status = status(socket.getInputStream());
      that("an upload is begun: " + status, status.contains(" 201"));
    }
    List<String> there = Temporary.files(scenario.folder());
    that("it is seen on the disk", !there.isEmpty());
    Path folder = Path.of(there.get(0)).getParent();
    Trees.delete(Objects.requireNonNull(folder, "an upload's folder"));
    equal("left of it", List.of(), Temporary.files(scenario.folder()));
  }

  private static String length(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n";
  }

  /** Sends it, and expects a 4xx, in the middle or after it. */
  private void answered(int port, String name, String head, Body body)
      throws IOException, InterruptedException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) ANSWER.toMillis());
      Thread sending =
          new Thread(
              () -> {
                try {
                  OutputStream out = socket.getOutputStream();
                  write(out, head);
                  body.to(out);
                  out.flush();
                } catch (IOException e) {
                  // The server has enough.
                }
              },
              "sending");
      sending.start();
      String status = status(socket.getInputStream());
      scenario.figure(name, status);
      that(name + " is a 4xx: " + status, status.matches("HTTP/1.1 4\\d\\d.*"));
      socket.close();
      sending.join(ANSWER.toMillis());
    }
    Await.until(
        "nothing left of " + name, GONE, () -> Temporary.files(scenario.folder()).isEmpty());
  }

  private static String status(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
        line.append((char) c);
      }
    } catch (SocketException e) {
      line.append(e.getMessage());
    }
    return line.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void zeros(OutputStream out, long bytes, boolean chunked) throws IOException {
    byte[] start = AUDIO.formatted("a.wav").getBytes(StandardCharsets.US_ASCII);
    piece(out, start, chunked);
    byte[] piece = new byte[PIECE];
    for (long sent = 0; sent < bytes; sent += PIECE) {
      piece(out, piece, chunked);
    }
  }

  private static void piece(OutputStream out, byte[] piece, boolean chunked) throws IOException {
    if (chunked) {
      out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.write(piece);
    if (chunked) {
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void parts(OutputStream out, int parts) throws IOException {
    for (int i = 0; i < parts; i++) {
      String part =
          "--b\r\nContent-Disposition: form-data; name=\"f" + i + "\"\r\n\r\n" + i + "\r\n";
      piece(out, part.getBytes(StandardCharsets.US_ASCII), true);
    }
    piece(out, "--b--\r\n".getBytes(StandardCharsets.US_ASCII), true);
    write(out, "0\r\n\r\n");
  }

  /** The client goes away in the middle. */
  private void cutOff(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(socket.getOutputStream(), HEAD + "Content-Length: 10000000\r\n\r\n");
      socket.getOutputStream().write(AUDIO.formatted("a.wav").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[PIECE]);
      Await.until("it is there", GONE, () -> !Temporary.files(scenario.folder()).isEmpty());
    }
    Await.until("nothing left of it", GONE, () -> Temporary.files(scenario.folder()).isEmpty());
  }

  /** Some are under way when the server is killed. */
  private void killed(Rig rig) throws IOException, InterruptedException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket("127.0.0.1", rig.client().port());
        open.add(socket);
        write(socket.getOutputStream(), HEAD + "Content-Length: 10000000\r\n\r\n");
        socket
            .getOutputStream()
            .write(AUDIO.formatted("a.wav").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[PIECE]);
      }
      Await.until("they are there", GONE, () -> Temporary.files(scenario.folder()).size() == 4);
      rig.restartApi();
      equal("left after a kill and a start", List.of(), Temporary.files(scenario.folder()));
    } finally {
      for (Socket one : open) {
        one.close();
      }
    }
  }
}
