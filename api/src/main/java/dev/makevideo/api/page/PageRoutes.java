package dev.makevideo.api.page;

import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.SecurityHeaders;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The web page and the API's description: four resources, read once. Thread-safe. */
public final class PageRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " media-src 'self' blob:; img-src data:; form-action 'none'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.open("/", resource("index.html", "text/html; charset=utf-8")),
        Route.open("/app.js", resource("app.js", "text/javascript; charset=utf-8")),
        Route.open("/app.css", resource("app.css", "text/css; charset=utf-8")),
        Route.open("/openapi.yaml", resource("/openapi.yaml", "application/yaml")));
  }

  private static Handler resource(String name, String mediaType) {
    byte[] bytes = read(name);
    return ctx -> {
      ctx.header(SecurityHeaders.POLICY, POLICY);
      ctx.header("Cache-Control", "no-cache");
      ctx.contentType(mediaType).result(bytes);
    };
  }

  private static byte[] read(String name) {
    try (@Nullable InputStream in = PageRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
