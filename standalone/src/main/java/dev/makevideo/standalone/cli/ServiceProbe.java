package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Whether a make-video service answers somewhere, and if not, what is there instead. */
final class ServiceProbe {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST = 10_000;

  private ServiceProbe() {}

  /** What is wrong, as the end of a sentence with what to do; empty: the service answers. */
  static Optional<String> trouble(ServiceCalls calls) throws InterruptedException {
    try {
      HttpResponse<BodyInput> answer =
          calls.open(calls.request("/livez").timeout(LIMIT).build(), LIMIT, LIMIT);
      try (BodyInput body = answer.body()) {
        byte[] bytes = body.readNBytes(LONGEST);
        int status = answer.statusCode();
        if (status / 100 == 3) {
          return Optional.of(String.valueOf(calls.problem(answer).getMessage()));
        }
        return status == 200 && isAlive(bytes)
            ? Optional.empty()
            : Optional.of(
                "what answers at "
                    + calls.base()
                    + " is not make-video (status "
                    + status
                    + " for /livez); check host and port");
      }
    } catch (SSLException e) {
      return Optional.of(
          "TLS with "
              + calls.base()
              + " failed ("
              + e.getMessage()
              + "); if it speaks plain HTTP, name it with http://, and if its certificate is of your"
              + " own authority, set MAKE_VIDEO_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE");
    } catch (IOException e) {
      return Optional.of(
          "no make-video service answers at " + calls.base() + " (" + reason(e, calls) + ")");
    }
  }

  private static boolean isAlive(byte[] bytes) {
    try {
      JsonNode answer = Payloads.mapper().readTree(bytes);
      return answer.path("status").asText().equals("alive");
    } catch (IOException e) {
      return false;
    }
  }

  private static String reason(IOException e, ServiceCalls calls) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its host name is not known";
      }
    }
    if (e instanceof HttpTimeoutException) {
      boolean tls = "https".equals(calls.base().getScheme());
      return "no answer within "
          + LIMIT.toSeconds()
          + " s"
          + (tls ? "; perhaps it speaks plain HTTP: try http://" : "");
    }
    return e instanceof ConnectException
        ? "nothing listens there"
        : "what is there does not speak HTTP, or broke off";
  }
}
