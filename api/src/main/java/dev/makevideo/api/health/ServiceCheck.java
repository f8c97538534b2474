package dev.makevideo.api.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an external service answers at all. Not vital: jobs that need it wait, others need it
 * not.
 */
public final class ServiceCheck implements HealthCheck {
  private static final Duration LIMIT = Duration.ofMillis(1_500);

  private final String name;
  private final Optional<String> baseUrl;
  private final HttpClient http;

  /**
   * @param name such as {@code youtube_search}
   * @param baseUrl absent: not configured, which is well
   */
  public ServiceCheck(String name, Optional<String> baseUrl, HttpClient http) {
    this.name = name;
    this.baseUrl = baseUrl;
    this.http = http;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Finding look() throws IOException, InterruptedException {
    if (baseUrl.isEmpty()) {
      return HealthCheck.well("not configured");
    }
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(baseUrl.get())).timeout(LIMIT).build();
    } catch (IllegalArgumentException e) {
      return HealthCheck.bad("its URL cannot be understood");
    }
    try {
      // Any answer will do: the base of an API often has no page of its own.
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status < 500
          ? HealthCheck.well("answers")
          : HealthCheck.bad("answers with HTTP " + status);
    } catch (IOException e) {
      return HealthCheck.bad("cannot be reached");
    }
  }
}
