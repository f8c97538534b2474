package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.settings.QuotaSettings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Following conversations: events, streams and sockets, over the in-JVM Temporal. */
@Timeout(120)
class ConversationWatchTest {
  private static final int DROPS = 100;

  /** Turns that may be said before their events are read. */
  private static final int AHEAD = 5;

  private static TalkingApi talking;
  private static ApiFixture api;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws Exception {
    talking = new TalkingApi(QuotaSettings.none());
    api = talking.api;
  }

  @AfterAll
  static void stop() {
    talking.close();
  }

  private static String begin() throws Exception {
    return "/v1/conversations/" + talking.begin();
  }

  private static JsonNode say(String path, String id, String text) throws Exception {
    return talking.say(path.substring(path.lastIndexOf('/') + 1), id, text);
  }

  private static void end(String path) {
    assertEquals(200, api.send(talking.to(path).DELETE()).statusCode());
  }

  private static TestSocket socket(String path, String... headers) throws Exception {
    return TestSocket.open(
        HTTP,
        api.port(),
        path,
        headers.length == 0 ? new String[] {"X-API-Key", TalkingApi.ANN} : headers);
  }

  /** Says a turn for each permit, and ends it when told to; how many there were. */
  private static CompletableFuture<Integer> talker(
      String path, Semaphore turns, AtomicBoolean enough) {
    Callable<Integer> talk =
        () -> {
          int said = 0;
          while (turns.tryAcquire(60, TimeUnit.SECONDS) && !enough.get()) {
            said++;
            assertEquals(said, say(path, "t-" + said, "about river " + said).path("turn").asInt());
          }
          end(path);
          return said;
        };
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return talk.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static void assertAll(int said, List<Long> numbers) {
    assertEquals(LongStream.rangeClosed(1, said + 1).boxed().toList(), numbers);
  }

  @Test
  void aStreamThatIsDroppedAHundredTimesMissesNothingAndDoublesNothing() throws Exception {
    Random random = seeded();
    String path = begin();
    AtomicBoolean enough = new AtomicBoolean();
    Semaphore turns = new Semaphore(AHEAD);
    CompletableFuture<Integer> talker = talker(path, turns, enough);
    List<Long> numbers = new ArrayList<>();
    boolean over = false;
    int drops = 0;
    for (; !over; drops++) {
      int events = drops < DROPS ? 1 + random.nextInt(2) : Integer.MAX_VALUE;
      enough.set(drops >= DROPS);
      turns.release(drops < DROPS ? events : 1);
      over = follow(path, numbers, events);
    }
    assertAll(talker.get(30, TimeUnit.SECONDS), numbers);
    assertTrue(drops > DROPS, drops + " drops");
    HttpResponse<byte[]> again = api.send(stream(path, numbers));
    assertEquals(204, again.statusCode(), "who saw the end need not come back");
  }

  private static HttpRequest.Builder stream(String path, List<Long> numbers) {
    long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    return talking
        .to(path + "/events")
        .header("Accept", "text/event-stream")
        .header("Last-Event-ID", Long.toString(last));
  }

  /** Reads so many numbered events and drops the connection; whether the end was among them. */
  private static boolean follow(String path, List<Long> numbers, int events) throws Exception {
    HttpResponse<InputStream> answer =
        HTTP.send(stream(path, numbers).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (answer.statusCode() == 503) {
        return false; // the server has not noticed yet that the last ones are gone
      }
      assertEquals(200, answer.statusCode());
      int read = 0;
      for (String line = lines.readLine(); line != null && read < events; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          numbers.add(Long.parseLong(line.substring(4)));
          read++;
        } else if (line.equals("event: end")) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void aSocketThatIsDroppedAHundredTimesMissesNothingAndDoublesNothing() throws Exception {
    Random random = seeded();
    String path = begin();
    AtomicBoolean enough = new AtomicBoolean();
    Semaphore turns = new Semaphore(AHEAD);
    CompletableFuture<Integer> talker = talker(path, turns, enough);
    List<Long> numbers = new ArrayList<>();
    boolean over = false;
    for (int drops = 0; !over; drops++) {
      enough.set(drops >= DROPS);
      int events = drops < DROPS ? 1 + random.nextInt(2) : Integer.MAX_VALUE;
      turns.release(drops < DROPS ? events : 1);
      long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
      TestSocket socket = socket(path + "/socket?after=" + last);
      for (int read = 0; read < events && !over; ) {
        JsonNode event = socket.next();
        if (event.has("number")) {
          numbers.add(event.path("number").asLong());
          read++;
        }
        over = event.path("type").asText().equals("end");
      }
      socket.drop();
    }
    assertAll(talker.get(30, TimeUnit.SECONDS), numbers);
  }

  private static Random seeded() {
    long seed = Long.getLong("conversation.seed", System.nanoTime());
    System.out.println("ConversationWatchTest seed " + seed);
    return new Random(seed);
  }

  @Test
  void eventsAreToldAtOnceToo() throws Exception {
    String path = begin();
    say(path, "a", "about cats");
    say(path, "b", "16:9");
    JsonNode all = talking.look(path + "/events");
    assertEquals(2, all.path("last").asInt(), all.toString());
    JsonNode first = all.path("events").path(0);
    assertEquals("turn", first.path("type").asText());
    assertEquals("about cats", first.path("said").asText());
    assertEquals("query", first.path("changed").path(0).asText());
    JsonNode later = talking.look(path + "/events?after=1");
    assertEquals("b", later.path("events").path(0).path("turn_id").asText(), later.toString());
    assertEquals(1, later.path("events").size());
    SubmitTest.problem(api.send(talking.to(path + "/events?after=-1")), 400);
    SubmitTest.problem(api.send(api.to(path + "/events").header("X-API-Key", TalkingApi.BOB)), 404);
    end(path);
    JsonNode ended = talking.look(path + "/events?after=2");
    assertEquals("end", ended.path("events").path(0).path("type").asText(), ended.toString());
    assertEquals(3, ended.path("last").asInt());
  }

  @Test
  void turnsAreSaidThroughASocketAndSeenByAll() throws Exception {
    String path = begin();
    TestSocket one = socket(path + "/socket");
    TestSocket two = socket(path + "/socket");
    assertEquals("gathering", one.next("state").path("status").asText());
    one.say("{\"type\":\"turn\",\"id\":\"x\",\"text\":\"about rivers\"}");
    JsonNode heard = two.next("turn");
    assertEquals("x", heard.path("turn_id").asText());
    assertEquals(1, heard.path("number").asInt());
    assertEquals(heard, one.next("turn"));
    assertEquals("rivers", one.next("state").path("brief").path("query").asText());
    end(path);
    assertEquals("ended", two.next("end").path("status").asText());
    assertEquals(1000, two.closedWith());
  }

  @Test
  void whatIsWrongOnASocketIsNamed() throws Exception {
    String path = begin();
    TestSocket socket = socket(path + "/socket");
    Map<String, String> wrong =
        Map.of(
            "not json", "not the JSON",
            "null", "allowed: turn",
            "{\"type\":\"shout\"}", "shout",
            "{\"type\":\"turn\",\"txt\":\"x\"}", "txt",
            "{\"type\":\"turn\",\"id\":\"a b\",\"text\":\"x\"}", "Turn id",
            "{\"type\":\"turn\",\"id\":\"a\",\"text\":\" \"}", "has 0");
    for (Map.Entry<String, String> message : wrong.entrySet()) {
      socket.say(message.getKey());
      JsonNode problem = socket.next("problem").path("problem");
      assertTrue(problem.path("detail").asText().contains(message.getValue()), problem.toString());
      assertTrue(problem.path("status").asInt() / 100 == 4, problem.toString());
    }
    assertEquals(0, talking.look(path).path("turns").asInt());
    socket.say("x".repeat(40_000));
    assertEquals(1009, socket.closedWith());
    TestSocket binary = socket(path + "/socket");
    binary.sayBytes(new byte[] {1});
    assertEquals(1003, binary.closedWith());
  }
}
