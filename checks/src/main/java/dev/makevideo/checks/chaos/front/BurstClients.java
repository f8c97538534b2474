package dev.makevideo.checks.chaos.front;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clients that order different jobs in the same moment, in a process of their own, which may run at
 * a lower priority: a thousand of them on the service's own processors would measure themselves.
 *
 * <p>Arguments: the API's port, how many, the narration's file, the form's fields as JSON. Prints
 * an {@link Answered} for each, as a line of JSON.
 */
public final class BurstClients {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BurstClients() {}

  /**
   * What one of them heard.
   *
   * @param status of HTTP; 0: it had no answer
   * @param later whether it was told when to come again
   * @param id of its job; empty if it was refused
   * @param what went wrong, or the refusal's words
   */
  record Answered(int status, boolean later, String id, String what, long millis) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Client client = new Client(Integer.parseInt(arguments[0]));
    int jobs = Integer.parseInt(arguments[1]);
    Path narration = Path.of(arguments[2]);
    Map<String, String> fields = JSON.readValue(arguments[3], new TypeReference<>() {});
    List<Answered> all = Crowd.atOnce(jobs, who -> one(client, narration, fields, who));
    StringBuilder lines = new StringBuilder();
    for (Answered one : all) {
      lines.append(JSON.writeValueAsString(one)).append('\n');
    }
    System.out.print(lines);
  }

  private static Answered one(Client client, Path narration, Map<String, String> fields, int who)
      throws InterruptedException {
    Map<String, String> job = new TreeMap<>(fields);
    job.put("query", "job " + who);
    long asked = System.nanoTime();
    try {
      HttpResponse<String> answer = client.postAudio("/v1/videos", narration, job);
      boolean later = answer.headers().firstValue("Retry-After").isPresent();
      String id = JSON.readTree(answer.body()).path("id").asText();
      return new Answered(answer.statusCode(), later, id, answer.body(), since(asked));
    } catch (IOException e) {
      return new Answered(0, false, "", e.toString(), since(asked));
    }
  }

  private static long since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
