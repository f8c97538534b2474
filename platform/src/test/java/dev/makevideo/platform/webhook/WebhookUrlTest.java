package dev.makevideo.platform.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/hooks?a=b",
        "HTTP://example.org:8080",
        "http://8.8.8.8/x",
        "https://[2600::1]/x"
      })
  void isUsable(String url) {
    assertEquals(Optional.empty(), WebhookUrl.objection(url, false));
  }

  @ParameterizedTest
  @CsvSource({
    "http://exa mple.org, it is no URL",
    "ftp://example.org/x, it is no http or https URL",
    "example.org/x, it is no http or https URL",
    "http:///x, it has no host and port that can be called",
    "http://example.org:0/, it has no host and port that can be called",
    "http://example.org:65536/, it has no host and port that can be called",
    "http://me@example.org/, it has a user or a password",
    "http://example.org/#part, it has a fragment",
    "http://localhost/x, localhost is a private address",
    "http://LOCALHOST./x, LOCALHOST. is a private address",
    "http://127.0.0.1/x, 127.0.0.1 is a private address",
    "http://[::1]/x, [::1] is a private address",
    "http://999.1.1.1/x, it has no host and port that can be called"
  })
  void isRefusedAndWhy(String url, String why) {
    String said = WebhookUrl.objection(url, false).orElse("");
    assertTrue(said.startsWith(why), url + ": " + said);
  }

  @Test
  void hasALength() {
    String longest = "https://example.org/" + "x".repeat(WebhookUrl.LONGEST - 20);
    assertEquals(Optional.empty(), WebhookUrl.objection(longest, false));
    assertEquals(Optional.of("it has 2001 characters"), WebhookUrl.objection(longest + "x", false));
  }

  @Test
  void mayBePrivateWhereThatIsAllowed() {
    assertEquals(Optional.empty(), WebhookUrl.objection("http://127.0.0.1:9/x", true));
  }
}
