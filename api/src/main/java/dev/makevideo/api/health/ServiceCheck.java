package dev.makevideo.api.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether an external service answers at all. Not vital: jobs that need it wait, others need it
 * not.
 *
 * <p>A look is none of the service's calls: it asks for nothing, so its outcome is not reported to
 * the breaker. But while the workers keep away from the service, it is not made either, and what
 * they know is told.
 */
public final class ServiceCheck implements HealthCheck {
  private static final Duration LIMIT = Duration.ofMillis(700);

  private final String name;
  private final Optional<String> baseUrl;
  private final HttpClient http;
  private final Supplier<Optional<Finding>> objection;

  /**
   * @param name such as {@code youtube_search}
   * @param baseUrl absent: not configured, which is well
   * @param objection why the service must not be called now, if so
   */
  ServiceCheck(
      String name,
      Optional<String> baseUrl,
      HttpClient http,
      Supplier<Optional<Finding>> objection) {
    this.name = name;
    this.baseUrl = baseUrl;
    this.http = http;
    this.objection = objection;
  }

  /** The check of a service whose workers share what they know of it. */
  public static ServiceCheck of(
      String name, Optional<String> baseUrl, HttpClient http, ServiceGuard guard) {
    String service = name.replace('_', '-');
    return new ServiceCheck(name, baseUrl, http, () -> guard.objection(service));
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
    Optional<Finding> known = objection.get();
    if (known.isPresent()) {
      return known.get();
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
