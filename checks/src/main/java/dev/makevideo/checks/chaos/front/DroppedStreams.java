package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.ClipMaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Clients of one job's stream who lose their connection again and again and say what they saw last:
 * each has every event once and in order.
 */
public final class DroppedStreams {
  private static final int CLIPS = 6;
  private static final int CLIP_SECONDS = 3;
  private static final Duration PACE = Duration.ofSeconds(2);
  private static final int SILENCE_MILLIS = 30_000;
  private static final Duration JOB = Duration.ofMinutes(4);

  private final Scenario scenario;
  private final ObjectMapper json = new ObjectMapper();

  public DroppedStreams(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param clients each drops its connection after every second event or so
   */
  public void run(int clients) throws IOException, InterruptedException {
    long seed = new Random().nextLong();
    scenario.figure("seed", seed);
    ClipMaker clipMaker = scenario.clipMaker();
    Path narration = clipMaker.narration(CLIPS * CLIP_SECONDS - 4);
    try (ClipServer server = new ClipServer(clipMaker.clips(CLIPS, CLIP_SECONDS), PACE);
        Rig rig = scenario.rig(Map.of())) {
      Map<String, String> fields =
          Map.of(
              "query",
              "rivers",
              "clips_urls",
              server.urls(),
              "check_text",
              "false",
              "subtitles",
              "none",
              "quality",
              scenario.quality());
      String id = rig.client().create(narration, fields, "streams");
      rig.startWorker();
      int port = rig.client().port();
      List<Followed> all = Crowd.atOnce(clients, who -> followed(port, id, new Random(seed + who)));
      rig.client().awaitStatus(id, "completed", JOB);
      List<Long> events = numbers(rig, id);
      scenario.figure("clients", clients);
      scenario.figure("dropped", all.stream().mapToInt(Followed::dropped).sum());
      scenario.figure("events", events.size());
      that("there are some events: " + events, events.size() > CLIPS);
      for (Followed one : all) {
        equal("the events of one client", events, one.seen());
        that("each was dropped, and one was not: " + all, one.dropped() > 0);
      }
    }
  }

  private List<Long> numbers(Rig rig, String id) throws IOException, InterruptedException {
    List<Long> numbers = new ArrayList<>();
    JsonNode events = json.readTree(rig.client().get("/v1/videos/" + id + "/events").body());
    events.path("events").forEach(event -> numbers.add(event.path("number").asLong()));
    return numbers;
  }

  /**
   * What became of one client.
   *
   * @param seen the numbers of its events
   * @param dropped how often it let go of a stream that went on
   */
  private record Followed(List<Long> seen, int dropped) {}

  /** How one of its streams came to an end. */
  private enum End {
    DROPPED,
    BROKEN,
    JOB_OVER
  }

  private Followed followed(int port, String id, Random random) throws IOException {
    List<Long> seen = new ArrayList<>();
    int dropped = 0;
    End how = End.BROKEN;
    long end = System.nanoTime() + JOB.toNanos();
    while (how != End.JOB_OVER) {
      that("it goes on for longer than " + JOB, System.nanoTime() - end < 0);
      long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
      int most = 1 + random.nextInt(3);
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(SILENCE_MILLIS);
        String request =
            "GET /v1/videos/%s/events HTTP/1.1\r\nHost: 127.0.0.1\r\n".formatted(id)
                + "Accept: text/event-stream\r\nLast-Event-ID: %d\r\n\r\n".formatted(last);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        how = read(socket, seen, most);
      }
      dropped += how == End.DROPPED ? 1 : 0;
    }
    return new Followed(seen, dropped);
  }

  /** Reads so many numbered events at the most, or until the job is over and all was told. */
  private End read(Socket socket, List<Long> seen, int most) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = String.valueOf(in.readLine());
    that("a stream: " + status, status.contains(" 200"));
    int read = 0;
    boolean isClosed = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("id: ")) {
        seen.add(Long.parseLong(line.substring(4)));
        if (++read >= most) {
          return End.DROPPED;
        }
      } else if (line.startsWith("data: ")) {
        isClosed |= json.readTree(line.substring(6)).path("status").asText().equals("completed");
      } else if (line.equals("0")) {
        break; // the last chunk
      }
    }
    return isClosed ? End.JOB_OVER : End.BROKEN;
  }
}
