package dev.makevideo.api.document;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.SecurityHeaders;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API's description as JSON, and a page that shows it and asks nobody else: four resources,
 * read once. Thread-safe.
 */
public final class DocumentRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.open("/openapi.json", answer(json(), "application/json")),
        Route.open("/docs", answer(read("docs.html"), "text/html; charset=utf-8")),
        Route.open("/docs.js", answer(read("docs.js"), "text/javascript; charset=utf-8")),
        Route.open("/docs.css", answer(read("docs.css"), "text/css; charset=utf-8")));
  }

  private static Handler answer(byte[] bytes, String mediaType) {
    return ctx -> {
      ctx.header(SecurityHeaders.POLICY, POLICY);
      ctx.header("Cache-Control", "no-cache");
      ctx.contentType(mediaType).result(bytes);
    };
  }

  private static byte[] json() {
    try {
      String text = new YAMLMapper().readTree(read("/openapi.yaml")).toString();
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(String name) {
    try (@Nullable InputStream in = DocumentRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
