package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is not taken at once, and whose files are. */
@Timeout(60)
final class OrderSenderTest {
  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final AtomicInteger begun = new AtomicInteger();

  /** What is answered to the orders, in turn. */
  private final Deque<String> refusals = new ArrayDeque<>();

  @BeforeEach
  void offer() throws IOException {
    Files.writeString(folder.resolve("a.mp3"), "AUDIO");
    Files.writeString(folder.resolve("b.mp4"), "CLIP");
    service.on("POST /v1/uploads", this::begin);
    service.on("POST /v1/videos", this::order);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void begin(HttpExchange post) throws IOException {
    String id = "u" + begun.incrementAndGet();
    service.on("PATCH /v1/uploads/" + id, patch -> patch.sendResponseHeaders(204, -1));
    ScriptedService.json(post, 201, "{\"id\":\"" + id + "\"}");
  }

  private synchronized void order(HttpExchange post) throws IOException {
    String refusal = String.valueOf(refusals.poll());
    if (refusal.equals("null")) {
      ScriptedService.json(post, 202, Jobs.RUNNING);
    } else if (refusal.equals("later")) {
      post.getResponseHeaders().add("Retry-After", "0");
      ScriptedService.json(post, 429, "{\"detail\":\"The tenant has had its share.\"}");
    } else {
      ScriptedService.json(
          post,
          422,
          "{\"detail\":\"There is no upload.\",\"field\":\"clips\",\"value\":\"%s\"}"
              .formatted(refusal));
    }
  }

  private List<String> sent(String what) {
    return service.bodies.stream().filter(what::equals).toList();
  }

  private String lastOrder() throws IOException {
    var order = Payloads.mapper().readTree(service.bodies.get(service.bodies.size() - 1));
    return order.path("audio").asText() + " " + order.path("clips");
  }

  @Test
  void aBatchThatWaitsForRoomSendsItsFilesOnce() throws Exception {
    refusals.addAll(List.of("later", "later", "later"));
    Files.writeString(folder.resolve("jobs.csv"), "audio,query,clips\na.mp3,sea,b.mp4\n");
    CommandRun run =
        new CommandRun(
            Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()), folder, FakeService::new);
    assertEquals(
        0,
        run.execute("create", "--batch", "jobs.csv", "--no-follow", "--server", service.url()),
        run::err);
    assertEquals(List.of("AUDIO"), sent("AUDIO"));
    assertEquals(List.of("CLIP"), sent("CLIP"));
    assertEquals(2, begun.get());
    assertEquals("u1 [\"u2\"]", lastOrder());
    assertTrue(run.out().contains("line 2: waits 0.5 s: The tenant"), run.out());
  }

  private OrderSender sender() {
    Order order =
        new Order(
            Map.of(), folder.resolve("a.mp3"), List.of(folder.resolve("b.mp4")), Metadata.none());
    return new OrderSender(
        new ServiceClient(URI.create(service.url()), Optional.empty()),
        order,
        true,
        AskAgain.sending(System::nanoTime),
        said -> {});
  }

  @Test
  void anUploadThatIsGoneMeanwhileIsSentAgainAndTheOthersAreNot() throws Exception {
    OrderSender sender = sender();
    refusals.addAll(List.of("later", "u2"));
    assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")));
    assertEquals(202, sender.send(Optional.of("key")).status());
    assertEquals(List.of("AUDIO"), sent("AUDIO"));
    assertEquals(List.of("CLIP", "CLIP"), sent("CLIP"));
    assertEquals("u1 [\"u3\"]", lastOrder());
  }

  @Test
  void aRefusalOfWhatWasJustSentIsOne() {
    OrderSender sender = sender();
    refusals.addAll(List.of("u2", "u2", "u3"));
    ServiceException refused =
        assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")));
    assertEquals("u2", refused.value);
    assertEquals(2, begun.get());
    ServiceException again =
        assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")).status());
    assertEquals("u3", again.value, "it was sent once more, and not for ever");
    assertEquals(List.of("CLIP", "CLIP"), sent("CLIP"));
  }
}
