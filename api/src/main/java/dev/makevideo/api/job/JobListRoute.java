package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Parameters;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** {@code GET /v1/videos}. Thread-safe. */
final class JobListRoute {
  private static final int LARGEST_PAGE = 100;
  private static final int DEFAULT_PAGE = 20;
  private static final String TOKEN = "page_token";

  private final JobList list;
  private final ApiKeys keys;
  private final Json json;

  JobListRoute(JobList list, ApiKeys keys, Json json) {
    this.list = list;
    this.keys = keys;
    this.json = json;
  }

  void handle(Context ctx) {
    JobFilter filter = JobFilter.of(ctx);
    int limit = (int) Parameters.number(ctx, "limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    Optional<String> token = Optional.ofNullable(ctx.queryParam(TOKEN));
    JobPage page = list.list(keys.tenant(ctx), filter, token, limit);
    page.nextPageToken().ifPresent(next -> ctx.header("Link", link(ctx, next)));
    json.send(ctx, 200, page);
  }

  /** The same question after this page (RFC 8288). */
  private static String link(Context ctx, String next) {
    StringJoiner query = new StringJoiner("&");
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              if (!name.equals(TOKEN)) {
                values.forEach(value -> query.add(encoded(name) + "=" + encoded(value)));
              }
            });
    query.add(TOKEN + "=" + encoded(next));
    return "<" + ctx.path() + "?" + query + ">; rel=\"next\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
