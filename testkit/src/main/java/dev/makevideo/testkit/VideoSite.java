package dev.makevideo.testkit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Stands in for a site with videos, as yt-dlp reads any: a search page, which is a feed, and pages
 * with a video each. Thread-safe.
 */
public final class VideoSite extends SourceServer {
  private final Map<String, String> found = new LinkedHashMap<>();
  private final Map<String, Reply> pages = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public VideoSite() throws IOException {
    super("/");
  }

  /** The template of its search. */
  public String searchUrl() {
    return url() + "/search?q={phrase}&n={n}";
  }

  /**
   * Lets the search find a page.
   *
   * @param name of the page
   * @param seconds what the search says of its length; empty: nothing
   * @return the page's address
   */
  public String find(String name, String seconds) {
    synchronized (found) {
      found.put(name, seconds);
    }
    return url() + "/" + name;
  }

  /** Makes a page that shows the file at an address. */
  public void show(String name, String file) {
    answer(
        name,
        html(
            "<title>The video "
                + name
                + "</title></head><body><video src=\""
                + file
                + "\"></video></body>"));
  }

  /**
   * Makes a page that says how long its video is.
   *
   * @param length as ISO 8601 has it, such as {@code PT15M}
   */
  public void show(String name, String file, String length) {
    answer(
        name,
        html(
            """
            <title>%s</title><script type="application/ld+json">
            {"@context":"https://schema.org","@type":"VideoObject","name":"%s",
             "contentUrl":"%s","duration":"%s"}</script></head><body>"""
                .formatted(name, name, file, length)));
  }

  /** Answers so under a name. */
  public void answer(String name, Reply reply) {
    pages.put("/" + name, reply);
  }

  /** A page. */
  public static Reply html(String inside) {
    return new Reply(200, Map.of(), "text/html; charset=utf-8", "<!DOCTYPE html><head>" + inside);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (path.equals("/search")) {
      return new Reply(200, Map.of(), "application/rss+xml", feed());
    }
    if (path.startsWith("/hang")) {
      await();
    }
    Reply page = pages.get(path);
    return page == null ? Reply.page(404, Map.of()) : page;
  }

  private String feed() {
    synchronized (found) {
      return found.entrySet().stream()
          .map(
              page ->
                  "<item><title>%1$s</title><link>%2$s/%1$s</link>%3$s</item>"
                      .formatted(
                          page.getKey(),
                          url(),
                          page.getValue().isEmpty()
                              ? ""
                              : "<itunes:duration>" + page.getValue() + "</itunes:duration>"))
          .collect(
              Collectors.joining(
                  "",
                  "<?xml version=\"1.0\"?><rss version=\"2.0\""
                      + " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">"
                      + "<channel><title>found</title>",
                  "</channel></rss>"));
    }
  }

  /** Says nothing until this is closed, for two minutes at the most. */
  private void await() {
    try {
      boolean unused = closed.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    super.close();
  }
}
