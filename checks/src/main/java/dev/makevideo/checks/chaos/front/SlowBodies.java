package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;

import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Bodies that hardly come: a third drips a byte a second, a third says no more after its head, a
 * third does not even end its head. The server answers others meanwhile, cuts all of them, and
 * takes jobs again.
 */
public final class SlowBodies {
  private static final int PROBES = 5;
  private static final long PROBE_MILLIS = 5_000;
  private static final int KINDS = 3;
  private static final Duration DRIP = Duration.ofSeconds(1);

  /** The idle limit, the wait for a permit, the grace of a slow body, and time for a busy host. */
  private static final Duration ALL_CUT = Duration.ofSeconds(90);

  private static final Duration AGAIN = Duration.ofSeconds(20);

  private final Scenario scenario;

  public SlowBodies(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Runs the scenario with so many bodies. */
  public void run(int bodies) throws IOException, InterruptedException {
    Path narration = scenario.clipMaker().narration(2);
    try (Rig rig = scenario.rig(Map.of())) {
      List<SocketChannel> open = new ArrayList<>();
      ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
      try {
        long begun = System.nanoTime();
        for (int i = 0; i < bodies; i++) {
          open.add(begun(rig.client().port(), i % KINDS));
        }
        List<SocketChannel> slow = dripped(open);
        dripping.scheduleAtFixedRate(
            () -> slow.forEach(SlowBodies::drip), 0, DRIP.toMillis(), TimeUnit.MILLISECONDS);
        long slowest = 0;
        for (int probe = 0; probe < PROBES; probe++) {
          long asked = System.nanoTime();
          equal("/health", 200, rig.client().get("/health").statusCode());
          slowest = Math.max(slowest, (System.nanoTime() - asked) / 1_000_000);
        }
        scenario.figure("bodies", bodies);
        scenario.figure("health_slowest_ms", slowest);
        atMost("the slowest /health in ms", PROBE_MILLIS, slowest);
        Await.until("all are cut", ALL_CUT, () -> left(open) == 0);
        scenario.figure("all_cut_s", Duration.ofNanos(System.nanoTime() - begun).toSeconds());
      } finally {
        dripping.shutdownNow();
        for (SocketChannel one : open) {
          one.close();
        }
      }
      Await.until(
          "a job is taken again",
          AGAIN,
          () ->
              rig.client().postAudio("/v1/videos", narration, Submission.NOWHERE).statusCode()
                  == 202);
      equal("files of uploads left", List.of(), Temporary.files(scenario.folder()));
    }
  }

  private static SocketChannel begun(int port, int kind) throws IOException {
    SocketChannel channel = SocketChannel.open();
    Socket socket = channel.socket();
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 10_000);
    String head =
        "POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n";
    String part =
        "\r\n--b\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\nRIFF";
    channel.write(
        ByteBuffer.wrap((kind == 2 ? head : head + part).getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    return channel;
  }

  private static List<SocketChannel> dripped(List<SocketChannel> open) {
    List<SocketChannel> slow = new ArrayList<>();
    for (int i = 0; i < open.size(); i += KINDS) {
      slow.add(open.get(i));
    }
    return slow;
  }

  private static void drip(SocketChannel channel) {
    try {
      channel.write(ByteBuffer.wrap(new byte[] {'x'}));
    } catch (IOException e) {
      // it was cut
    }
  }

  /** How many the server has not ended; forgets those that it has. */
  private static int left(List<SocketChannel> open) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(8_192);
    for (Iterator<SocketChannel> all = open.iterator(); all.hasNext(); ) {
      SocketChannel one = all.next();
      boolean ended = false;
      try {
        int read;
        do {
          answer.clear();
          read = one.read(answer);
          ended = read < 0;
        } while (read > 0);
      } catch (IOException e) {
        ended = true; // reset
      }
      if (ended) {
        one.close();
        all.remove();
      }
    }
    return open.size();
  }
}
