package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The Internet Archive as it is documented: advanced search and metadata; items one by one. */
public final class ArchiveServer extends SourceServer {
  private final List<Item> items = new CopyOnWriteArrayList<>();

  /**
   * An item with one film.
   *
   * @param licence its {@code licenseurl}; empty: none
   * @param length as it is told, in seconds or with a colon
   */
  public record Item(String id, String licence, String file, String length) {}

  public ArchiveServer() throws IOException {
    super("/");
  }

  public void add(Item item) {
    items.add(item);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (path.startsWith("/metadata/")) {
      String id = path.substring("/metadata/".length());
      return Reply.json(
          items.stream()
              .filter(i -> i.id().equals(id))
              .map(ArchiveServer::details)
              .findFirst()
              .orElse("{}"));
    }
    if (!path.equals("/advancedsearch.php") || !"json".equals(query.get("output"))) {
      return Reply.page(404, Map.of());
    }
    int rows = number(query, "rows", 50);
    int from = Math.min(items.size(), (number(query, "page", 1) - 1) * rows);
    String docs =
        items.subList(from, Math.min(items.size(), from + rows)).stream()
            .map(i -> "{\"identifier\":" + quoted(i.id()) + licence(i) + "}")
            .collect(Collectors.joining(","));
    return Reply.json(
        "{\"responseHeader\":{\"status\":0},\"response\":{\"numFound\":%d,\"start\":%d,\"docs\":[%s]}}"
            .formatted(items.size(), from, docs));
  }

  private static String licence(Item item) {
    return item.licence().isEmpty() ? "" : ",\"licenseurl\":" + quoted(item.licence());
  }

  private static String details(Item item) {
    return ("{\"server\":\"x\",\"dir\":\"/1\",\"files\":["
            + "{\"name\":\"a_thumb.jpg\",\"source\":\"derivative\",\"format\":\"Thumbnail\"},"
            + "{\"name\":%s,\"source\":\"original\",\"format\":\"MPEG4\",\"size\":\"4000\","
            + "\"length\":%s,\"width\":\"1920\",\"height\":\"1080\"}],"
            + "\"metadata\":{\"identifier\":%s,\"title\":%s,\"creator\":[\"Ann\",\"Bo\"]%s}}")
        .formatted(
            quoted(item.file()),
            quoted(item.length()),
            quoted(item.id()),
            quoted("The film " + item.id()),
            licence(item));
  }
}
