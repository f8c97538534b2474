package dev.makevideo.activities.external;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call to make. Immutable.
 *
 * @param service whom to call
 * @param endpoint a constant for metrics, such as {@code download}; never a URL
 * @param url the whole address; may hold secrets and is never logged
 * @param deadline for the whole call with its body
 * @param json the body of a POST
 * @param form the parts of a multipart POST; empty: no form
 * @param headers sent to the named host only, not to where it redirects
 * @param home the base URL of the clip source that named the address: its own host and port may be
 *     private, and everything else must be public, whatever users' URLs may do; empty: as the
 *     service is
 * @param retry whether the call was made before and is made again
 */
public record ServiceCall(
    ExternalService service,
    String endpoint,
    String url,
    Duration deadline,
    Optional<String> json,
    List<Part> form,
    Map<String, String> headers,
    Optional<String> home,
    boolean retry) {

  /**
   * @throws IllegalArgumentException if the deadline is not more than zero, or if there are two
   *     bodies
   */
  public ServiceCall {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be more than zero, and is " + deadline);
    }
    if (json.isPresent() && !form.isEmpty()) {
      throw new IllegalArgumentException("a call has one body: json or form");
    }
    form = List.copyOf(form);
    headers = Map.copyOf(headers);
  }

  /** A GET. */
  public static ServiceCall get(
      ExternalService service, String endpoint, String url, Duration deadline) {
    return new ServiceCall(
        service,
        endpoint,
        url,
        deadline,
        Optional.empty(),
        List.of(),
        Map.of(),
        Optional.empty(),
        false);
  }

  /** A POST of a JSON document. */
  public static ServiceCall postJson(
      ExternalService service, String endpoint, String url, Duration deadline, String json) {
    return new ServiceCall(
        service,
        endpoint,
        url,
        deadline,
        Optional.of(json),
        List.of(),
        Map.of(),
        Optional.empty(),
        false);
  }

  /** A POST of a multipart form. */
  public static ServiceCall postForm(
      ExternalService service, String endpoint, String url, Duration deadline, List<Part> form) {
    return new ServiceCall(
        service,
        endpoint,
        url,
        deadline,
        Optional.empty(),
        new ArrayList<>(form),
        Map.of(),
        Optional.empty(),
        false);
  }

  /** The same call with one more header, such as {@code Authorization}. */
  public ServiceCall withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ServiceCall(service, endpoint, url, deadline, json, form, more, home, retry);
  }

  /** The same call, for an address that a clip source with this base URL named. */
  public ServiceCall withHome(String base) {
    return new ServiceCall(
        service, endpoint, url, deadline, json, form, headers, Optional.of(base), retry);
  }

  /** The same call, counted as a retry or not. */
  public ServiceCall asRetry(boolean again) {
    return new ServiceCall(service, endpoint, url, deadline, json, form, headers, home, again);
  }

  /** Without URL, headers and bodies: they may hold secrets. */
  @Override
  public String toString() {
    return "ServiceCall[" + service.label() + " " + endpoint + "]";
  }
}
