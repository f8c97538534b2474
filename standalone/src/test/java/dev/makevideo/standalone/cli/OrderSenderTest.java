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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is not taken at once, and whose files are. */
@Timeout(60)
final class OrderSenderTest {
  private static final List<String> BOTH =
      List.of("DELETE /v1/uploads/u1", "DELETE /v1/uploads/u2");

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();

  /** What is answered to the orders, in turn. */
  private final Deque<String> refusals = new ArrayDeque<>();

  @BeforeEach
  void offer() throws IOException {
    Files.writeString(folder.resolve("a.mp3"), "AUDIO");
    Files.writeString(folder.resolve("b.mp4"), "CLIP");
    service.on("POST /v1/uploads", service::begin);
    service.on("POST /v1/videos", this::order);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private synchronized void order(HttpExchange post) throws IOException {
    String refusal = String.valueOf(refusals.poll());
    if (String.valueOf(post.getRequestURI().getQuery()).contains("dryRun")) {
      ScriptedService.json(post, 200, "{\"would_start\":true,\"refusals\":[]}");
    } else if (refusal.equals("silence")) {
      post.close();
    } else if (refusal.equals("null")) {
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

  private List<String> withdrawn() {
    return service.requests.stream().filter(request -> request.startsWith("DELETE ")).toList();
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
    assertEquals(2, service.begun.get());
    assertEquals("u1 [\"u2\"]", lastOrder());
    assertEquals(List.of(), withdrawn(), "the job has them");
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
    assertEquals(2, service.begun.get());
    ServiceException again =
        assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")).status());
    assertEquals("u3", again.value, "it was sent once more, and not for ever");
    assertEquals(List.of("CLIP", "CLIP"), sent("CLIP"));
  }

  @Test
  void whatADryRunSentIsWithdrawn() throws Exception {
    try (OrderSender sender = sender()) {
      assertEquals(200, sender.plan().status());
      assertEquals(List.of(), withdrawn());
    }
    assertEquals(BOTH, withdrawn());
  }

  @Test
  void dryRunsOfBothCommandsLeaveNothing() throws Exception {
    Files.writeString(folder.resolve("jobs.csv"), "audio,query,clips\na.mp3,sea,b.mp4\n");
    Map<String, String> environment = Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    CommandRun many = new CommandRun(environment, folder, FakeService::new);
    String[] server = {"--dry-run", "--server", service.url()};
    assertEquals(
        0,
        many.execute("create", "--batch", "jobs.csv", server[0], server[1], server[2]),
        many::err);
    assertEquals(BOTH, withdrawn());
    CommandRun one = new CommandRun(environment, folder, FakeService::new);
    assertEquals(
        0,
        one.execute(
            "create", "a.mp3", "--query", "sea", "--clips", ".", server[0], server[1], server[2]),
        one::err);
    assertEquals(4, service.begun.get());
    assertEquals(4, withdrawn().size(), withdrawn().toString());
  }

  @Test
  void whatIsRefusedForGoodIsWithdrawnOnceNobodyTriesAgain() throws Exception {
    refusals.addAll(List.of("later", "u9"));
    try (OrderSender sender = sender()) {
      assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")));
      assertThrows(ServiceException.class, () -> sender.send(Optional.of("key")));
      assertEquals(List.of(), withdrawn(), "another try needs them");
    }
    assertEquals(BOTH, withdrawn());
    assertEquals(List.of("CLIP"), sent("CLIP"));
  }

  @Test
  void aClipThatIsRefusedTakesTheNarrationWithIt() {
    service.on("POST /v1/uploads", this::beginOrRefuse);
    try (OrderSender sender = sender()) {
      assertThrows(ServiceException.class, sender::plan);
    }
    assertEquals(List.of("DELETE /v1/uploads/u1"), withdrawn());
  }

  private void beginOrRefuse(HttpExchange post) throws IOException {
    if (service.begun.get() == 0) {
      service.begin(post);
    } else {
      ScriptedService.json(post, 413, "{\"detail\":\"It is too large.\"}");
    }
  }

  @Test
  void aSingleJobWaitsNeitherForItsUploadsNorForItself() throws Exception {
    String[] create = {
      "create", "a.mp3", "--query", "sea", "--clips", ".", "--server", service.url()
    };
    Map<String, String> environment = Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    refusals.add("later");
    CommandRun job = new CommandRun(environment, folder, FakeService::new);
    assertEquals(2, job.execute(create));
    assertTrue(job.err().contains("The tenant has had its share."), job.err());
    assertEquals(BOTH, withdrawn(), "nobody tries again");
    service.on(
        "POST /v1/uploads",
        post -> {
          post.getResponseHeaders().add("Retry-After", "0");
          ScriptedService.json(post, 429, "{\"detail\":\"Too many uploads.\"}");
        });
    service.requests.clear();
    CommandRun upload = new CommandRun(environment, folder, FakeService::new);
    assertEquals(2, upload.execute(create));
    assertTrue(upload.err().contains("Too many uploads."), upload.err());
    assertEquals(
        1, service.requests.stream().filter(request -> request.startsWith("POST")).count());
  }

  @Test
  void whatAJobMayHaveStays() throws Exception {
    refusals.add("silence");
    try (OrderSender sender = sender()) {
      assertThrows(IOException.class, () -> sender.send(Optional.of("key")));
    }
    assertEquals(List.of(), withdrawn());
    try (OrderSender sender = sender()) {
      assertEquals(202, sender.send(Optional.of("key")).status());
    }
    assertEquals(List.of(), withdrawn());
  }

  @Test
  void aServiceThatDoesNotAnswerAWithdrawalIsLeftAlone() throws Exception {
    service.on("DELETE /v1/uploads/u1", 423, "{\"detail\":\"It is being written.\"}");
    try (OrderSender sender = sender()) {
      assertEquals(200, sender.plan().status());
    }
    assertEquals(BOTH, withdrawn(), "a refusal says nothing of the others");
    try (OrderSender sender = sender()) {
      assertEquals(200, sender.plan().status());
      service.on("DELETE /v1/uploads/u3", HttpExchange::close);
    }
    assertEquals(3, withdrawn().size(), withdrawn().toString());
  }
}
