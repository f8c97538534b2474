package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Where a call may go, and what goes with it. */
@Timeout(60)
class GuardedAddressesTest extends GuardedCalls {
  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/x", "file:///etc/passwd", "", "clip", "http://"})
  void whatIsNoHttpUrlIsRejected(String url) throws IOException {
    assertEquals(Rejection.of(Reason.NOT_ALLOWED, "not an http or https URL"), rejection(get(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0",
        "0x7f000001",
        "localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::808:808]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255"
      })
  void usersUrlsDoNotReachPrivateAddresses(String host) throws IOException {
    try (GuardedClient guarded = client(AddressGuard.publicOnly())) {
      String port = server.url("").replaceAll(".*:", ":");
      CallResult<Downloaded> result =
          guarded.download(direct("http://" + host + port + "/x"), target(), BOUNDS, stop);
      if (host.equals("0x7f000001") && result instanceof CallResult.Failed) {
        return; // a name service that does not take it for a number does not know it
      }
      assertEquals(Reason.NOT_ALLOWED, rejection(result).reason());
    }
    assertEquals(0, server.total());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"})
  void publicAddressesAreLetThrough(String host) throws IOException {
    assertEquals(1, AddressGuard.publicOnly().lookup(host).size());
  }

  @Test
  void aRedirectToAnAddressThatIsNotAllowedIsRefused() throws IOException {
    AddressGuard guard = new AddressGuard(address -> address.getHostAddress().equals("127.0.0.1"));
    server
        .on("/literal", TestServer.status(302, "Location", "http://127.0.0.2:1/x"))
        .on("/file", TestServer.status(302, "Location", "file:///etc/passwd"));
    try (GuardedClient guarded = client(guard)) {
      for (String path : List.of("/literal", "/file")) {
        CallResult<Downloaded> result =
            guarded.download(direct(server.url(path)), target(), BOUNDS, stop);
        assertEquals(Reason.NOT_ALLOWED, rejection(result).reason(), path);
      }
    }
  }

  @Test
  void redirectsAreFollowedFiveTimes() throws IOException {
    server
        .on("/a", TestServer.status(301, "Location", "/b"))
        .on("/b", TestServer.status(308, "Location", server.url("/c")))
        .on("/c", TestServer.text("video/mp4", "there"))
        .on("/loop", TestServer.status(302, "Location", "/loop"));
    assertInstanceOf(CallResult.Ok.class, download("/a"));
    assertEquals("127.0.0.1 redirects more than 5 times", rejection(download("/loop")).message());
    assertEquals(6, server.count("/loop"));
  }

  @Test
  void aPostIsNotRedirected() throws IOException {
    server.on("/x", TestServer.status(307, "Location", "/y"));
    assertEquals(
        Reason.UNUSABLE,
        rejection(
                client.download(
                    post(ExternalService.VIDEO_DOWNLOADER, "/x"), target(), BOUNDS, stop))
            .reason());
  }

  @Test
  void configuredServicesGetTheCorrelationIdAndStrangersDoNot() throws IOException {
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    server.on("/", TestServer.text("video/mp4", "bytes"));
    download("/direct");
    client.download(post(ExternalService.VIDEO_DOWNLOADER, "/service"), target(), BOUNDS, stop);
    assertNull(server.headers("/direct").get("X-correlation-id"));
    assertEquals("corr-1", server.headers("/service").get("X-correlation-id"));
    assertEquals("{}", server.body("/service"));
  }

  @Test
  void secretHeadersDoNotFollowARedirectToAnotherHost() throws IOException {
    server
        .on(
            "/x",
            TestServer.status(302, "Location", server.url("/y").replace("127.0.0.1", "localhost")))
        .on("/y", TestServer.text("application/json", "1"));
    client.fetch(
        ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", server.url("/x"), DEADLINE)
            .withHeader("Authorization", "Bearer secret"),
        100,
        GuardedCalls::parse,
        stop);
    assertEquals(1, server.count("/y"));
    assertFalse(server.headers("/y").containsKey("Authorization"));
  }
}
