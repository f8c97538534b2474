package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.contract.WebhookAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every way that is known of writing an address that is not to be reached: in a URL, behind a name,
 * in a redirect. A bait listens on loopback, and nobody comes.
 */
@Timeout(120)
class ForgedAddressesTest extends GuardedCalls {
  /**
   * Hosts, as they stand between the slashes and the port: loopback in decimal, octal, hexadecimal
   * and mixed; this host; private, shared, link-local and reserved blocks; the same in IPv6, and
   * IPv4 within IPv6.
   */
  private static final List<String> HOSTS =
      List.of(
          """
          127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 2130706433 017700000001
          0177.0.0.1 0177.0.0.01 0x7f.0.0.1 0x7f.1 0x7f000001 0x7F000001 127.0.0.0x1
          00000177.0.0.1 127.000.000.001 127.0.0.1. localhost LOCALHOST localhost.
          localhost.localdomain ip6-localhost
          0 0.0.0.0 0.0.0.1 00000000 0x0 0.1
          10.0.0.1 10.255.255.255 0xa000001 167772161 172.16.0.1 172.31.255.255
          192.168.0.1 192.168.255.255 3232235521 100.64.0.1 100.127.255.255 169.254.0.1
          169.254.169.254 2852039166 0xa9fea9fe 192.0.0.1 192.0.0.192 192.0.2.1
          192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
          239.255.255.250 240.0.0.1 255.255.255.255
          [::1] [0:0:0:0:0:0:0:1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]
          [0:0:0:0:0:ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [::127.0.0.1]
          [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::a00:1] [64:ff9b:1::7f00:1]
          [2002:7f00:1::] [2002:a00:1::1] [2002:c0a8:1::1] [2001::7f00:1]
          [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:10::1] [2001:db8::1] [3fff::1]
          [5f00::1] [100::1] [fc00::1] [fd00:ec2::254] [fe80::1] [fe80::1%25lo] [fec0::1]
          [ff02::1] [ff0e::1] [::1%25lo]
          """
              .strip()
              .split("\\s+"));

  private final AtomicInteger baited = new AtomicInteger();

  /** Whole URLs, PORT being the bait's. */
  private static final List<String> URLS =
      List.of(
          "http://example.org@127.0.0.1:PORT/x",
          "http://example.org:80@127.0.0.1:PORT/x",
          "http://a:b@localhost:PORT/x",
          "http://127.0.0.1:PORT\\@example.org/x",
          "http://127.0.0.1:PORT#@example.org/x",
          "http://127.0.0.1:PORT?@example.org/x",
          "http:127.0.0.1:PORT/x",
          "http:/127.0.0.1:PORT/x",
          "http:///127.0.0.1:PORT/x",
          "http://\t127.0.0.1:PORT/x",
          "http://127。0。0。1:PORT/x",
          "http://①②⑦.⓪.⓪.①:PORT/x",
          "http://127.0.0.%31:PORT/x",
          "http://%6c%6f%63%61%6c%68%6f%73%74:PORT/x",
          "HTTP://127.0.0.1:PORT/x",
          "https://127.0.0.1:PORT/x",
          "ftp://127.0.0.1:PORT/x",
          "gopher://127.0.0.1:PORT/x",
          "dict://127.0.0.1:PORT/x",
          "file://127.0.0.1:PORT/x",
          "jar:http://127.0.0.1:PORT/x!/");

  private RawServer bait() throws IOException {
    return new RawServer(talk -> baited.incrementAndGet());
  }

  private static int port(RawServer bait) {
    return URI.create(bait.url("http")).getPort();
  }

  private static List<String> vectors(int port) {
    List<String> all = new ArrayList<>();
    HOSTS.forEach(host -> all.add("http://" + host + ":" + port + "/x"));
    URLS.forEach(url -> all.add(url.replace("PORT", Integer.toString(port))));
    return all;
  }

  private CallResult<Downloaded> download(GuardedClient guarded, String url) throws IOException {
    return guarded.download(direct(url), target(), BOUNDS, stop);
  }

  /** The system's answers; but a test calls on nobody in the world: what is public is unknown. */
  private static List<InetAddress> specialOnly(String host) throws UnknownHostException {
    List<InetAddress> found = List.of(InetAddress.getAllByName(host));
    try {
      for (InetAddress address : found) {
        AddressGuard.publicOnly().lookup(address.getHostAddress());
      }
    } catch (RefusedAddressException e) {
      return found;
    }
    throw new UnknownHostException(host + " is public");
  }

  @Test
  void noUrlLeadsToTheBait() throws IOException {
    try (RawServer bait = bait();
        GuardedClient guarded = client(AddressGuard.publicOnly(ForgedAddressesTest::specialOnly))) {
      List<String> vectors = vectors(port(bait));
      assertTrue(vectors.size() >= 60, vectors.size() + " vectors");
      int rejected = 0;
      for (String url : vectors) {
        CallResult<Downloaded> result = download(guarded, url);
        assertFalse(result instanceof CallResult.Ok, url);
        if (result instanceof CallResult.Rejected) {
          assertEquals(Reason.NOT_ALLOWED, rejection(result).reason(), url);
          rejected++;
        } // else its name service does not take it for an address at all
      }
      System.out.printf(
          "ForgedAddressesTest: %d vectors, %d refused by the guard%n", vectors.size(), rejected);
      assertTrue(rejected >= 60, rejected + " refused by the guard");
    }
    assertEquals(0, baited.get());
  }

  @Test
  void noWebhookLeadsToTheBait() throws IOException {
    int refused = 0;
    try (RawServer bait = bait();
        GuardedPost post =
            new GuardedPost(
                AddressGuard.publicOnly(ForgedAddressesTest::specialOnly),
                metrics,
                Clock.systemUTC())) {
      for (String url : vectors(port(bait))) {
        WebhookAnswer answer =
            post.send(url, Map.of(), new byte[] {'{', '}'}, Duration.ofSeconds(5));
        assertNotEquals(WebhookAnswer.Outcome.DELIVERED, answer.outcome(), url);
        refused += answer.outcome() == WebhookAnswer.Outcome.REFUSED ? 1 : 0;
      }
    }
    System.out.printf("ForgedAddressesTest: %d webhooks refused by the guard%n", refused);
    assertTrue(refused >= 60, refused + " refused by the guard");
    assertEquals(0, baited.get());
  }

  /** The first hop is allowed here, and here alone. */
  @Test
  void noRedirectLeadsToTheBait() throws IOException {
    AddressGuard strict = AddressGuard.publicOnly();
    AddressGuard guard =
        new AddressGuard(
            address -> {
              if (address.getHostAddress().equals("127.0.0.1")) {
                return true;
              }
              try {
                strict.lookup(address.getHostAddress());
                return true;
              } catch (IOException e) {
                return false;
              }
            });
    try (RawServer bait = bait();
        GuardedClient guarded = client(guard)) {
      for (String host : HOSTS) {
        if (isTheFirstHop(host) || host.matches("0+[1-9].*")) {
          continue;
        }
        String path = "/r" + HOSTS.indexOf(host);
        server.on(
            path, TestServer.status(302, "Location", "http://" + host + ":" + port(bait) + "/x"));
        assertFalse(download(guarded, server.url(path)) instanceof CallResult.Ok, host);
      }
    }
    assertEquals(0, baited.get());
  }

  private static boolean isTheFirstHop(String host) {
    try {
      String plain = host.replaceAll("[\\[\\]]", "").replace("%25", "%");
      for (InetAddress address : InetAddress.getAllByName(plain)) {
        if (address.getHostAddress().equals("127.0.0.1")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** One private answer among public ones is enough: who connects may choose any. */
  @Test
  void noNameWithAPrivateAddressAmongItsOwnLeadsToTheBait() throws IOException {
    Map<String, List<String>> answers =
        Map.of(
            "first.example", List.of("127.0.0.1", "8.8.8.8"),
            "last.example", List.of("8.8.8.8", "127.0.0.1"),
            "six.example", List.of("2606:4700::1111", "::1"),
            "mapped.example", List.of("8.8.8.8", "::ffff:10.0.0.1"),
            "cloud.example", List.of("1.1.1.1", "169.254.169.254"),
            "one.example", List.of("127.0.0.1"));
    Dns names =
        host -> {
          List<InetAddress> found = new ArrayList<>();
          for (String literal : answers.getOrDefault(host, List.of(host))) {
            found.add(InetAddress.getByName(literal));
          }
          return found;
        };
    try (RawServer bait = bait();
        GuardedClient guarded = client(AddressGuard.publicOnly(names))) {
      for (String name : answers.keySet()) {
        CallResult<Downloaded> result =
            download(guarded, "http://" + name + ":" + port(bait) + "/x");
        assertEquals(Reason.NOT_ALLOWED, rejection(result).reason(), name);
      }
    }
    assertEquals(0, baited.get());
  }

  /** The second answer is another one than the first: the socket's own address counts. */
  @Test
  void aNameThatTurnsPrivateBetweenTwoLooksLeadsToNoRequest() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    Dns names =
        host ->
            List.of(InetAddress.getByName(looks.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1"));
    AddressGuard guard = AddressGuard.publicOnly(names);
    assertEquals("8.8.8.8", guard.lookup("turns.example").get(0).getHostAddress());
    try (RawServer bait = bait();
        GuardedClient guarded = client(guard)) {
      String url = "http://turns.example:" + port(bait) + "/x";
      assertEquals(Reason.NOT_ALLOWED, rejection(download(guarded, url)).reason());
    }
    assertEquals(0, baited.get());
  }

  @Test
  void noProgramBehindTheProxyReachesTheBait() throws IOException {
    try (RawServer bait = bait();
        GuardedProxy proxy = GuardedProxy.open(Optional.empty(), 10_000)) {
      String user = URI.create(proxy.environment().getOrDefault("https_proxy", "")).getUserInfo();
      for (String host : HOSTS) {
        if (host.matches("0+[1-9].*")) {
          continue; // octal for some, and for Java a public address, on which no test calls
        }
        String place = host + ":" + port(bait);
        for (String line : List.of("GET http://" + place + "/", "CONNECT " + place)) {
          String answer = ProxyTalk.ask(proxy.port(), line, user);
          assertTrue(answer.matches("(?s)HTTP/1.1 (400|403|502) .*"), () -> line + ": " + answer);
        }
      }
    }
    assertEquals(0, baited.get());
  }

  @Test
  void whatIsPublicIsLetThrough() throws IOException {
    for (String host :
        List.of(
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "64:ff9b::808:808",
            "2002:808:808::")) {
      assertEquals(1, AddressGuard.publicOnly().lookup(host).size(), host);
    }
  }
}
