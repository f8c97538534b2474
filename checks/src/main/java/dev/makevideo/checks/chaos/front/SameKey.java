package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The same submission with one key, again and again, over many connections to two servers. */
public final class SameKey {
  private static final int SECONDS = 3;
  private static final int TOO_MANY = 503;
  private static final Duration LISTED = Duration.ofSeconds(30);

  private final Scenario scenario;
  private final ObjectMapper json = new ObjectMapper();

  public SameKey(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param connections each of which submits until it was accepted so often
   */
  public void run(int connections, int each) throws IOException, InterruptedException {
    Path narration = scenario.clipMaker().narration(SECONDS);
    try (Rig rig = scenario.rig(Map.of())) {
      rig.startApi();
      List<Map<Integer, Integer>> statuses =
          Crowd.atOnce(
              connections,
              who -> {
                Client client = new Client(rig.clients().get(who % 2).port());
                Map<Integer, Integer> counts = new TreeMap<>();
                Set<String> ids = new TreeSet<>();
                for (int accepted = 0; accepted < each; ) {
                  HttpResponse<String> answer =
                      client.postAudio(
                          "/v1/videos", narration, Submission.NOWHERE, "Idempotency-Key", "one");
                  counts.merge(answer.statusCode(), 1, Integer::sum);
                  if (answer.statusCode() / 100 == 2) {
                    ids.add(json.readTree(answer.body()).path("id").asText());
                    accepted++;
                  } else {
                    equal("a refusal", TOO_MANY, answer.statusCode());
                    that("Retry-After", answer.headers().firstValue("Retry-After").isPresent());
                  }
                }
                equal("jobs of one connection", 1, ids.size());
                return counts;
              });
      Map<Integer, Integer> all = new TreeMap<>();
      statuses.forEach(one -> one.forEach((status, n) -> all.merge(status, n, Integer::sum)));
      scenario.figure("statuses", all);
      Await.until("the job is listed", LISTED, () -> !listed(rig).isEmpty());
      scenario.figure("jobs", listed(rig).size());
      equal("jobs", 1, listed(rig).size());
      equal("first answers", 1, all.getOrDefault(202, 0));
      equal("same answers", connections * each - 1, all.getOrDefault(200, 0));
    }
  }

  private JsonNode listed(Rig rig) throws IOException, InterruptedException {
    return json.readTree(rig.client().get("/v1/videos?limit=100").body()).path("jobs");
  }
}
