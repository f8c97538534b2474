package dev.makevideo.standalone.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.standalone.embedded.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which service is asked, with which key, and what is said where that does not work. */
@Timeout(60)
final class ServerOptionTest {
  private static final String KEY = "0123456789abcdef";

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run(Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    return new CommandRun(environment, folder, FakeService::new);
  }

  @Test
  void whatIsSaidGoesBeforeVariables() throws Exception {
    service.then(Jobs.RUNNING).start();
    String url = service.url().toString();
    Map<String, String> wrong =
        Map.of(
            "MAKE_VIDEO_URL",
            "http://127.0.0.1:" + Ports.free(),
            "MAKE_VIDEO_API_KEY",
            "another-key-0123");
    assertEquals(0, run(wrong).execute("status", "mv-1", "--server", url, "--api-key", KEY));
    assertEquals("Bearer " + KEY, service.keys.get(service.keys.size() - 1));
    Files.writeString(folder.resolve("key.txt"), "from-a-file-0123\n");
    assertEquals(
        0,
        run(wrong).execute("status", "mv-1", "--server", url + "/", "--api-key-file", "key.txt"));
    assertEquals("Bearer from-a-file-0123", service.keys.get(service.keys.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"videos", "ftp://host", "http://host/path", "http://host?q=1", "http://a b"})
  void aWrongAddressIsRefusedBeforeAnythingIsSent(String address) {
    CommandRun run = run(Map.of());
    assertEquals(2, run.execute("list", "--server", address));
    assertTrue(run.err().contains("--server is \"" + address + "\"; allowed: http"), run.err());
  }

  @Test
  void aSecretInAnAddressIsNotShown() {
    CommandRun run = run(Map.of());
    assertEquals(2, run.execute("list", "--server", "http://me:hush@host"));
    assertFalse(run.err().contains("hush"), run.err());
  }

  @Test
  void aKeyThatIsNoneAndTwoKeysAreRefused() throws Exception {
    Files.writeString(folder.resolve("key.txt"), "two words");
    CommandRun file = run(Map.of());
    assertEquals(2, file.execute("list", "--api-key-file", "key.txt"));
    assertTrue(file.err().contains("has no API key"), file.err());
    assertFalse(file.err().contains("two words"), file.err());
    CommandRun both = run(Map.of());
    assertEquals(2, both.execute("list", "--api-key-file", "key.txt", "--api-key", KEY));
    assertTrue(both.err().contains("leave one out"), both.err());
    CommandRun missing = run(Map.of());
    assertEquals(2, missing.execute("list", "--api-key-file", "gone.txt"));
    assertTrue(missing.err().contains("cannot be read"), missing.err());
  }

  @Test
  void createWithAServerStartsNothingHere() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO");
    CommandRun run =
        new CommandRun(
            Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()),
            folder,
            () -> {
              throw new AssertionError("a service was started");
            });
    String nobody = "http://127.0.0.1:" + Ports.free();
    assertEquals(3, run.execute("create", "talk.mp3", "--query", "sea", "--server", nobody));
    assertTrue(run.err().contains("answers at " + nobody + " (nothing listens there)"), run.err());
    assertTrue(run.err().contains("--server"), run.err());
  }

  @Test
  void createSendsClipsOfAFolderToAServiceElsewhere() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO");
    Path clips = Files.createDirectories(folder.resolve("clips"));
    Files.writeString(clips.resolve("b.PNG"), "PICTURE");
    Files.writeString(clips.resolve("a.mp4"), "CLIP");
    Files.writeString(clips.resolve("notes.txt"), "no clip");
    try (ScriptedService there = new ScriptedService()) {
      there.on("POST /v1/uploads", 201, "{\"id\":\"u1\"}");
      there.on("PATCH /v1/uploads/u1", exchange -> exchange.sendResponseHeaders(204, -1));
      there.on("POST /v1/videos", 202, Jobs.RUNNING);
      CommandRun run = run(Map.of());
      assertEquals(
          0,
          run.execute(
              "create",
              "talk.mp3",
              "--query",
              "sea",
              "--clips",
              "clips",
              "--max-shorts",
              "7",
              "--metadata",
              "campaign=spring",
              "--no-follow",
              "--server",
              there.url()),
          run::err);
      assertEquals(java.util.List.of("AUDIO", "CLIP", "PICTURE"), there.bodies.subList(0, 3));
      var order = dev.makevideo.workflows.wire.Payloads.mapper().readTree(there.bodies.get(3));
      assertEquals("[\"u1\",\"u1\"]", order.path("clips").toString());
      assertEquals(7, order.path("max_shorts").intValue());
      assertTrue(order.path("check_text").isBoolean(), order.toString());
      assertEquals("spring", order.at("/metadata/campaign").asText());
      assertFalse(order.has("clips_folder"), order.toString());
    }
  }

  @Test
  void whatIsNoServiceOfThisKindIsSaid() {
    try (ScriptedService other = new ScriptedService().on("GET /livez", 200, "<html>hello")) {
      CommandRun run = run(Map.of());
      assertEquals(3, run.execute("list", "--server", other.url()));
      assertTrue(run.err().contains("is not make-video (status 200"), run.err());
      other.on(
          "GET /livez",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example");
            exchange.sendResponseHeaders(301, -1);
          });
      CommandRun redirected = run(Map.of());
      assertEquals(3, redirected.execute("list", "--server", other.url()));
      assertTrue(redirected.err().contains("sends on to https://elsewhere"), redirected.err());
      CommandRun tls = run(Map.of());
      assertEquals(3, tls.execute("list", "--server", other.url().replace("http:", "https:")));
      assertTrue(tls.err().contains("perhaps it speaks plain HTTP"), tls.err());
      CommandRun nameless = run(Map.of());
      assertEquals(3, nameless.execute("list", "--server", "http://no-such-host.invalid"));
      assertTrue(nameless.err().contains("its host name is not known"), nameless.err());
    }
  }

  @Test
  void tlsThatFailsIsSaidWithWhatToDo() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> refuseAll(plain));
      String url = "https://127.0.0.1:" + plain.getLocalPort();
      CommandRun run = run(Map.of());
      assertEquals(3, run.execute("list", "--server", url));
      assertTrue(run.err().contains("TLS with " + url + " failed"), run.err());
      assertTrue(run.err().contains("name it with http://"), run.err());
      plain.close();
      answered.get(20, TimeUnit.SECONDS);
    }
  }

  /** Answers each connection in plain text, until the socket is closed: a client may try again. */
  private static void refuseAll(ServerSocket plain) {
    byte[] refusal = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
    while (!plain.isClosed()) {
      try (Socket client = plain.accept()) {
        client.getOutputStream().write(refusal);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        continue; // the client is gone, or the test is over
      }
    }
  }

  @Test
  void withoutAKeyItIsSaidHowToGetOne() {
    service.thenStatus(401, "{\"detail\":\"Send a key\"}").start();
    CommandRun run = run(Map.of());
    assertEquals(2, run.execute("status", "mv-1", "--server", service.url().toString()));
    assertTrue(run.err().contains("make-video keys add NAME"), run.err());
    assertTrue(run.err().contains("--api-key-file"), run.err());
  }

  @Test
  void helpSaysWhoSeesAKey() {
    for (String command : new String[] {"create", "list", "watch", "status", "download", "mcp"}) {
      CommandRun run = run(Map.of());
      assertEquals(0, run.execute(command, "--help"));
      assertTrue(run.out().contains("Everybody on this machine can see it"), run.out());
      assertTrue(run.out().contains("--server"), run.out());
    }
  }
}
