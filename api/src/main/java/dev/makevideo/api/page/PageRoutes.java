package dev.makevideo.api.page;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The web page and the API's description, read once. The page's parts have addresses that name
 * their version, a digest of all of them: a browser keeps them for good, and a new version has
 * other addresses. Thread-safe.
 */
public final class PageRoutes {
  /** The page's parts; each module is loaded with the page, so that none waits for another. */
  static final List<String> PARTS =
      List.of(
          "app.css",
          "app.js",
          "api.js",
          "preact-htm.js",
          "en.js",
          "pt.js",
          "words.js",
          "icons.js",
          "parts.js",
          "list.js",
          "job.js",
          "stages.js",
          "player.js",
          "review.js",
          "corrections.js",
          "rerender.js",
          "create.js",
          "choices.js",
          "media.js",
          "upload.js",
          "record.js",
          "talk.js");

  private static final String REVALIDATED = "no-cache";
  private static final String KEPT = "public, max-age=31536000, immutable";

  private final Map<String, PageFile> parts = new LinkedHashMap<>();
  private final String version;
  private final PageFile index;
  private final PageFile description =
      PageFile.of(PageFile.read("/openapi.yaml"), "application/yaml");

  /**
   * Reads all parts.
   *
   * @throws IllegalStateException if one is missing
   */
  public PageRoutes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : PARTS) {
      byte[] bytes = PageFile.read(name);
      all.writeBytes(bytes);
      String type = name.endsWith(".css") ? "text/css" : "text/javascript";
      parts.put(name, PageFile.of(bytes, type + "; charset=utf-8"));
    }
    version = PageFile.digest(all.toByteArray());
    index = PageFile.of(index().getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
  }

  private String index() {
    StringBuilder modules = new StringBuilder();
    for (String name : PARTS) {
      if (name.endsWith(".js")) {
        modules.append("<link rel=\"modulepreload\" href=\"/page/VERSION/" + name + "\">\n");
      }
    }
    return new String(PageFile.read("index.html"), StandardCharsets.UTF_8)
        .replace("<!-- MODULES -->\n", modules)
        .replace("VERSION", version);
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.open("/", ctx -> index.answer(ctx, REVALIDATED)),
        Route.open("/page/{version}/{file}", this::part),
        Route.open("/openapi.yaml", ctx -> description.answer(ctx, REVALIDATED)));
  }

  /** Of another version, such as another instance's, what is here is better than nothing. */
  private void part(Context ctx) {
    PageFile file = parts.get(ctx.pathParam("file"));
    if (file == null) {
      throw new ProblemException(ProblemType.NOT_FOUND, "The page has no such part.");
    }
    file.answer(ctx, ctx.pathParam("version").equals(version) ? KEPT : REVALIDATED);
  }
}
