package dev.makevideo.checks.bench;

import dev.makevideo.checks.rig.Rig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an idle stream of events costs the API process: its resident memory with all of them open,
 * less that without any, each after a full collection.
 */
final class IdleStreams {
  private static final int ANSWER_MILLIS = 30_000;
  private static final int COLLECT_SECONDS = 30;
  private static final int MOST_LINES = 200;

  private IdleStreams() {}

  /**
   * Opens them, and prints how many the API allowed and what each costs.
   *
   * @param path of a job's events that does not change meanwhile
   */
  static void measure(Figures figures, Rig rig, String path, int wanted)
      throws IOException, InterruptedException {
    int port = rig.client().port();
    List<Socket> open = new ArrayList<>();
    try {
      open(port, path).close(); // the classes are loaded now
      double before = residentKib(rig.apiPid());
      int refused = 0;
      for (int i = 0; i < wanted; i++) {
        Socket stream = open(port, path);
        if (begins(stream)) {
          open.add(stream);
        } else {
          stream.close();
          refused++;
        }
      }
      double after = residentKib(rig.apiPid());
      figures.note(wanted + " streams asked for, " + refused + " refused");
      figures.print("sse_streams", open.size());
      figures.print("sse_idle_kb", (after - before) / Math.max(1, open.size()));
    } finally {
      for (Socket stream : open) {
        stream.close();
      }
    }
  }

  private static Socket open(int port, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(ANSWER_MILLIS);
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nAccept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Whether it is a stream and its first event is there; a 503 is no failure here. */
  private static boolean begins(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = String.valueOf(in.readLine());
    if (status.contains(" 503")) {
      return false;
    }
    if (!status.contains(" 200")) {
      throw new IOException("a stream was answered " + status);
    }
    for (int i = 0; i < MOST_LINES; i++) {
      String line = in.readLine();
      if (line == null) {
        break;
      }
      if (line.startsWith("data:")) {
        return true;
      }
    }
    throw new IOException("a stream has no event");
  }

  private static double residentKib(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collect =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!collect.waitFor(COLLECT_SECONDS, TimeUnit.SECONDS)) {
      collect.destroyForcibly();
      throw new IOException("jcmd did not end");
    }
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " is gone"));
  }
}
