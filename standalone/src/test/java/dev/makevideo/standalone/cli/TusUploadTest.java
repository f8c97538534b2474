package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose service breaks off, forgets them, or never comes back. */
@Timeout(60)
final class TusUploadTest {
  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final AtomicInteger begun = new AtomicInteger();
  private final List<String> told = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeEach
  void offer() throws IOException {
    file = Files.writeString(folder.resolve("clip.mp4"), "all of it");
    service.on(
        "POST /v1/uploads",
        post -> ScriptedService.json(post, 201, "{\"id\":\"u" + begun.incrementAndGet() + "\"}"));
    service.on("HEAD /v1/uploads/u1", head -> has(head, 0));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static void has(HttpExchange head, int bytes) throws IOException {
    head.getResponseHeaders().add("Upload-Offset", Integer.toString(bytes));
    head.sendResponseHeaders(200, -1);
  }

  private static void taken(HttpExchange patch) throws IOException {
    patch.sendResponseHeaders(204, -1);
  }

  private TusUpload upload(LongSupplier nanos) {
    ServiceCalls calls = new ServiceCalls(URI.create(service.url()), Optional.empty());
    return new TusUpload(calls, "clip", file, AskAgain.sending(nanos), told::add);
  }

  private long patches() {
    return service.requests.stream().filter(request -> request.startsWith("PATCH")).count();
  }

  @Test
  void aServiceThatIsStartedAgainHasItsTime() throws Exception {
    AtomicInteger away = new AtomicInteger(8);
    service.on(
        "PATCH /v1/uploads/u1",
        patch -> {
          if (away.getAndDecrement() <= 0) {
            taken(patch);
          } // else the connection ends without an answer
        });
    assertEquals("u1", upload(System::nanoTime).send());
    assertEquals(9, patches());
    assertEquals(1, begun.get());
  }

  @Test
  void aServiceThatStaysAwayIsGivenUpAfterTheTimeOfAnyOtherCall() {
    AtomicLong clock = new AtomicLong();
    service.on("PATCH /v1/uploads/u1", 500, "{\"detail\":\"It broke.\"}");
    TusUpload upload = upload(() -> clock.addAndGet(Duration.ofSeconds(20).toNanos()));
    ServiceException failure = assertThrows(ServiceException.class, upload::send);
    assertEquals(500, failure.status);
    assertTrue(patches() > 2 && patches() < 6, "tried for 90 s: " + patches());
  }

  @Test
  void itWaitsAsTheServiceAsks() throws Exception {
    AtomicInteger busy = new AtomicInteger(2);
    service.on(
        "PATCH /v1/uploads/u1",
        patch -> {
          if (busy.getAndDecrement() > 0) {
            patch.getResponseHeaders().add("Retry-After", "0");
            ScriptedService.json(patch, 503, "{\"detail\":\"Too many uploads.\"}");
          } else {
            taken(patch);
          }
        });
    assertEquals("u1", upload(System::nanoTime).send());
    String wait = "the upload of clip.mp4 waits 0.5 s: Too many uploads.";
    assertEquals(List.of(wait, wait), told);
  }

  @Test
  void aFileThatGrowsMeanwhileIsRefused() {
    service.on(
        "PATCH /v1/uploads/u1",
        patch -> {
          Files.writeString(file, "all of it and more");
          ScriptedService.json(patch, 500, "{\"detail\":\"It broke.\"}");
        });
    FileSystemException changed =
        assertThrows(FileSystemException.class, () -> upload(System::nanoTime).send());
    assertEquals(
        file
            + " cannot be read or written: it changed meanwhile: its upload began with 9 bytes, and"
            + " it has 18; try again when nothing writes it",
        FileTrouble.sentence(changed));
    assertEquals(1, patches(), "nothing of another file is sent");
  }

  @Test
  void anOffsetThatIsNoNumberIsAsNone() throws Exception {
    AtomicInteger away = new AtomicInteger(1);
    service.on(
        "HEAD /v1/uploads/u1",
        head -> {
          head.getResponseHeaders().add("Upload-Offset", "many");
          head.sendResponseHeaders(200, -1);
        });
    service.on(
        "PATCH /v1/uploads/u1",
        patch -> {
          if (away.getAndDecrement() <= 0) {
            taken(patch);
          }
        });
    assertEquals("u1", upload(System::nanoTime).send());
    assertEquals(2, patches());
  }

  @Test
  void whatIsSentIsNotSentAgain() throws Exception {
    service.on("PATCH /v1/uploads/u1", TusUploadTest::taken);
    TusUpload upload = upload(System::nanoTime);
    assertEquals("u1", upload.send());
    assertEquals("u1", upload.send());
    assertEquals(1, patches());
    assertEquals(List.of("all of it"), service.bodies);
  }

  @Test
  void whatTheServiceNoLongerHasIsBegunAgain() throws Exception {
    service.on("PATCH /v1/uploads/u1", 403, "{\"detail\":\"Not now.\"}");
    service.on("PATCH /v1/uploads/u2", TusUploadTest::taken);
    TusUpload upload = upload(System::nanoTime);
    assertThrows(ServiceException.class, upload::send);
    assertEquals("u1", upload.id());
    service.on("PATCH /v1/uploads/u1", 404, "{\"detail\":\"There is no upload u1.\"}");
    assertEquals("u2", upload.send());
    assertEquals(2, begun.get());
  }
}
