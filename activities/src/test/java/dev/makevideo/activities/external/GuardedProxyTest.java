package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.contract.Rejection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy byte by byte: what a program can do to it. */
@Timeout(60)
class GuardedProxyTest {
  private static final int MAX_BYTES = 10_000;
  private static final Duration SOON = Duration.ofSeconds(10);

  private final AtomicInteger baited = new AtomicInteger();
  private RawServer home;
  private RawServer bait;
  private GuardedProxy proxy;

  @BeforeEach
  void open() throws IOException {
    home = new RawServer(talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
    bait = new RawServer(talk -> baited.incrementAndGet());
    proxy = GuardedProxy.open(Optional.of(url(home)), MAX_BYTES);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    home.close();
    bait.close();
    assertEquals(0, baited.get());
  }

  private static String url(RawServer server) {
    return server.url("http");
  }

  private static String authority(RawServer server) {
    return URI.create(url(server)).getAuthority();
  }

  private String credentials() {
    String user = URI.create(proxy.environment().get("https_proxy")).getUserInfo();
    return "Proxy-Authorization: Basic "
        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.US_ASCII))
        + "\r\n";
  }

  private String ask(String line) throws IOException {
    return said(line + " HTTP/1.1\r\nHost: x\r\n" + credentials() + "\r\n");
  }

  /** All that is answered to these bytes. */
  private String said(String bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
      socket.setSoTimeout((int) SOON.toMillis());
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String tunnelled(RawServer server) throws IOException {
    return said(
        "CONNECT "
            + authority(server)
            + " HTTP/1.1\r\n"
            + credentials()
            + "\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  }

  @Test
  void servesTheHomeAndNoOtherPrivateAddress() throws IOException {
    assertTrue(ask("GET " + url(home)).endsWith("\r\n\r\nhi"));
    assertTrue(tunnelled(home).endsWith("\r\n\r\nhi"));
    assertEquals(Optional.empty(), proxy.refusal());
    assertTrue(ask("GET " + url(bait)).startsWith("HTTP/1.1 403 "));
    assertTrue(tunnelled(bait).startsWith("HTTP/1.1 403 "));
    Rejection refusal = proxy.refusal().orElseThrow();
    assertEquals(Rejection.Reason.NOT_ALLOWED, refusal.reason());
    assertTrue(refusal.message().startsWith("127.0.0.1 is a private address"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "2130706433",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
        "[64:ff9b::7f00:1]",
        "192.168.0.1",
        "100.64.0.1",
        "[fd00::1]",
        "0.0.0.0"
      })
  void refusesAPrivateAddressInEveryNotation(String host) throws IOException {
    String place = host + ":" + URI.create(url(bait)).getPort();
    assertTrue(ask("GET http://" + place + "/").startsWith("HTTP/1.1 403 "));
    assertTrue(ask("CONNECT " + place).startsWith("HTTP/1.1 403 "));
  }

  @ParameterizedTest
  @CsvSource({
    "GET ftp://127.0.0.1:21/x",
    "GET https://127.0.0.1/",
    "GET /etc/passwd",
    "GET file:///etc/passwd",
    "PUT http://127.0.0.1/",
    "CONNECT 127.0.0.1",
    "CONNECT 127.0.0.1:99999",
    "CONNECT a@127.0.0.1:1",
    "SSH-2.0-x",
  })
  void refusesWhatIsNeitherHttpNorHttps(String line) throws IOException {
    assertTrue(ask(line).startsWith("HTTP/1.1 400 "));
    assertEquals(
        "something else than http and https was asked for",
        proxy.refusal().orElseThrow().message());
  }

  @Test
  void servesNobodyWithoutItsSecretAndBelievesNothingOfHis() throws IOException {
    String other = "Proxy-Authorization: Basic " + "x".repeat(40) + "\r\n";
    for (String head : new String[] {"", other, "x".repeat(40_000)}) {
      String answer = said("GET " + url(bait) + " HTTP/1.1\r\n" + head + "\r\n");
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 407 "), answer);
    }
    assertEquals(Optional.empty(), proxy.refusal());
    assertEquals(0, home.requests());
  }

  @Test
  void everyOneHasASecretOfItsOwnThatIsInTheEnvironmentOnly() throws IOException {
    try (GuardedProxy second = GuardedProxy.open(Optional.empty(), 1)) {
      Map<String, String> a = proxy.environment();
      Map<String, String> b = second.environment();
      assertEquals(a.get("http_proxy"), a.get("ALL_PROXY"));
      String secret = URI.create(a.get("http_proxy")).getUserInfo();
      assertEquals("make-video:".length() + 48, secret.length());
      assertTrue(!secret.equals(URI.create(b.get("http_proxy")).getUserInfo()));
    }
  }

  @Test
  void endsAtTooManyBytesInAll() throws IOException {
    home.close();
    try (RawServer large = new RawServer(talk -> talk.forEver("x".repeat(1000), 0))) {
      proxy.close();
      proxy = GuardedProxy.open(Optional.of(url(large)), MAX_BYTES);
      String all = "";
      try {
        all = tunnelled(large);
      } catch (IOException e) {
        // the connection was cut
      }
      assertTrue(all.length() < MAX_BYTES + 200, () -> "it gave more than it may");
      assertTrue(
          proxy.refusal().orElseThrow().message().endsWith(" sent more than 0.01 MB"),
          () -> String.valueOf(proxy.refusal()));
    }
  }

  @Test
  void aHostThatIsAwayIsATroubleThatMayPass() throws IOException {
    // Held, so that nobody else listens there meanwhile.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress("127.0.0.1", 0));
      String away = "http://127.0.0.1:" + held.getLocalPort() + "/";
      proxy.close();
      proxy = GuardedProxy.open(Optional.of(away), MAX_BYTES);
      assertTrue(ask("GET " + away).startsWith("HTTP/1.1 502 "));
      assertTrue(proxy.trouble().orElseThrow().endsWith(" cannot be reached"));
      assertEquals(Optional.empty(), proxy.refusal());
    }
  }

  @Test
  void aHostThatSaysNothingIsATroubleThatMayPass() throws IOException {
    try (RawServer silent = new RawServer(RawServer.Talk::hold)) {
      proxy.close();
      proxy = GuardedProxy.open(Optional.of(url(silent)), MAX_BYTES);
      try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
        String head = "GET " + url(silent) + " HTTP/1.1\r\n" + credentials() + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(30_000);
        assertEquals(-1, socket.getInputStream().read());
      }
      assertTrue(proxy.trouble().orElseThrow().endsWith(" sent nothing for 15 s"));
    }
  }

  @Test
  void closingItEndsWhatRuns() throws Exception {
    try (RawServer silent = new RawServer(RawServer.Talk::hold)) {
      proxy.close();
      proxy = GuardedProxy.open(Optional.of(url(silent)), MAX_BYTES);
      try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
        String head = "GET " + url(silent) + " HTTP/1.1\r\n" + credentials() + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        Await.until("asked", SOON, () -> silent.requests() == 1);
        proxy.close();
        socket.setSoTimeout((int) SOON.toMillis());
        int end;
        try {
          end = socket.getInputStream().read();
        } catch (java.net.SocketException e) {
          end = -1;
        }
        assertEquals(-1, end);
      }
    }
  }
}
