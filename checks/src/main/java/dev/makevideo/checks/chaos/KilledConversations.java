package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Holds many conversations at once on two API processes while these, worker, Temporal and Redis are
 * killed with -9 in turn. Clients say again what was not answered, under the same turn id: no turn
 * is lost, none counts twice, and each conversation starts one job. Some are followed, by streams
 * that break and come back: no event is missed, none comes twice.
 */
public final class KilledConversations {
  private static final Duration ANSWER = Duration.ofMinutes(4);
  private static final Duration ALL = Duration.ofMinutes(30);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(4);
  private static final Duration AGAIN = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int PAGE = 100;

  /** How many are followed: fewer than the streams that one API grants. */
  private static final int FOLLOWED = 24;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Scenario scenario;
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public KilledConversations(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param talkers conversations at once
   * @param kills how many processes are killed meanwhile, each once more until all are held
   */
  public void run(int talkers, int kills) throws IOException, InterruptedException {
    Path narration = scenario.clipMaker().narration(5);
    ExecutorService threads = Executors.newFixedThreadPool(talkers + FOLLOWED);
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Rig rig = scenario.rig(settings(redis))) {
      rig.startApi();
      JavaProcess worker = rig.startWorker();
      List<Future<String>> talks = new ArrayList<>();
      for (int talker = 0; talker < talkers; talker++) {
        int number = talker;
        talks.add(threads.submit(() -> talk(rig, number, narration, threads)));
      }
      for (int kill = 0; kill < kills; kill++) {
        LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
        worker = kill(rig, redis, worker, kill);
      }
      Set<String> jobs = new HashSet<>();
      for (Future<String> talk : talks) {
        jobs.add(talk.get(ALL.toSeconds(), TimeUnit.SECONDS));
      }
      equal("jobs, one for each conversation", talkers, jobs.size());
      int expected = Math.min(PAGE, talkers);
      Await.until("each is counted as started", SOON, () -> counted(rig) == talkers);
      Await.until("no more and no fewer jobs are listed", SOON, () -> listed(rig) == expected);
      scenario.figure("conversations", talkers);
      scenario.figure("requests_made_again", repeated.get());
      scenario.figure("event_streams", streams.get());
      for (String job : jobs) {
        rig.client().cancel(job);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a conversation failed", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** With sources that are never there: the jobs wait, and are cancelled at the end. */
  private static Map<String, String> settings(RedisServer redis) {
    return Map.of(
        "YOUTUBE_SEARCH_URL",
        "http://127.0.0.1:1",
        "VIDEO_DOWNLOADER_URL",
        "http://127.0.0.1:1",
        "REDIS_URL",
        redis.url());
  }

  private static JavaProcess kill(Rig rig, RedisServer redis, JavaProcess worker, int number)
      throws IOException {
    switch (number % 5) {
      case 0 -> {
        worker.kill9();
        return rig.startWorker();
      }
      case 1 -> rig.restartApi(0);
      case 2 -> {
        redis.kill();
        redis.start();
      }
      case 3 -> rig.restartApi(1);
      default -> {
        rig.temporal().kill9();
        rig.temporal().start();
      }
    }
    return worker;
  }

  /** The API processes in turns. */
  private Client any(Rig rig) {
    List<Client> clients = rig.clients();
    return clients.get(turns.getAndIncrement() % clients.size());
  }

  /** One conversation to its job. */
  private String talk(Rig rig, int number, Path narration, ExecutorService threads)
      throws Exception {
    String key = "talker-" + number;
    JsonNode begun =
        answered(() -> any(rig).postJson("/v1/conversations", Map.of(), "Idempotency-Key", key));
    String path = "/v1/conversations/" + begun.path("id").asText();
    List<URI> events =
        rig.clients().stream().map(client -> URI.create(client.base() + path + "/events")).toList();
    Optional<Future<List<Long>>> follower =
        number < FOLLOWED
            ? Optional.of(threads.submit(new ConversationFollower(http, events, streams)))
            : Optional.empty();
    String[] turns = {
      "about rivers number " + number, "16:9", "no captions", "change ratio to 1:1"
    };
    for (int turn = 0; turn < turns.length; turn++) {
      Map<String, String> said = Map.of("turn_id", "turn-" + turn, "text", turns[turn]);
      JsonNode reply = answered(() -> any(rig).postJson(path + "/turns", said));
      equal("the turn's number", turn + 1, reply.path("turn").asInt());
    }
    answered(() -> any(rig).postAudio(path + "/narration?turn_id=voice", narration, Map.of()));
    JsonNode view = answered(() -> any(rig).get(path));
    equal("turns of " + path, turns.length + 1, view.path("turns").asInt());
    equal("ratio of " + path, "1:1", view.path("brief").path("aspect_ratio").asText());
    equal("topic of " + path, "rivers number " + number, view.path("brief").path("query").asText());
    String job =
        answered(() -> any(rig).postJson(path + "/start", Map.of())).path("job_id").asText();
    equal(
        "the job, asked again",
        job,
        answered(() -> any(rig).postJson(path + "/start", Map.of())).path("job_id").asText());
    if (follower.isPresent()) {
      equal(
          "numbers of the events of " + path,
          LongStream.rangeClosed(1, turns.length + 2).boxed().toList(),
          follower.get().get(ALL.toSeconds(), TimeUnit.SECONDS));
    }
    return job;
  }

  /** Asks until there is an answer; whoever is killed or starts gives none, or a 5xx. */
  private JsonNode answered(Callable<HttpResponse<String>> request) throws Exception {
    long end = System.nanoTime() + ANSWER.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer = request.call();
        last = answer.statusCode() + ": " + answer.body();
        if (answer.statusCode() / 100 == 2) {
          return JSON.readTree(answer.body());
        }
        if (answer.statusCode() / 100 == 4) {
          throw new AssertionError(last);
        }
      } catch (IOException e) {
        last = e.toString();
      }
      repeated.incrementAndGet();
      LockSupport.parkNanos(AGAIN.toNanos());
    }
    throw new AssertionError("not within " + ANSWER + ": " + last);
  }

  private int counted(Rig rig) throws Exception {
    JsonNode counted = answered(() -> any(rig).get("/v1/conversations/statistics"));
    return counted.path("by_status").path("started").asInt();
  }

  private static int listed(Rig rig) throws IOException, InterruptedException {
    String answer = rig.client().get("/v1/videos?limit=" + PAGE).body();
    return JSON.readTree(answer).path("jobs").size();
  }
}
