package dev.makevideo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** NASA's image and video library as its API is documented: search and assets. */
public final class NasaServer extends SourceServer {
  private final List<Item> items = new CopyOnWriteArrayList<>();

  /**
   * A film.
   *
   * @param files addresses of all that it is offered in
   */
  public record Item(String id, String title, List<String> files) {}

  public NasaServer() throws IOException {
    super("/");
  }

  public void add(Item item) {
    items.add(item);
  }

  @Override
  protected Reply search(String path, Map<String, String> query, Map<String, String> headers) {
    if (path.startsWith("/asset/")) {
      String id = path.substring("/asset/".length());
      return items.stream()
          .filter(i -> i.id().equals(id))
          .findFirst()
          .map(NasaServer::asset)
          .orElse(Reply.page(404, Map.of()));
    }
    if (!path.equals("/search") || !"video".equals(query.get("media_type"))) {
      return new Reply(400, Map.of(), "application/json", "{\"reason\":\"stand-in\"}");
    }
    int size = number(query, "page_size", 100);
    int page = number(query, "page", 1);
    int from = Math.min(items.size(), (page - 1) * size);
    int to = Math.min(items.size(), from + size);
    String found =
        items.subList(from, to).stream()
            .map(
                i ->
                    "{\"href\":\"x\",\"data\":[{\"nasa_id\":%s,\"title\":%s,\"center\":\"JPL\"}]}"
                        .formatted(quoted(i.id()), quoted(i.title())))
            .collect(Collectors.joining(","));
    String links = to < items.size() ? ",\"links\":[{\"rel\":\"next\",\"href\":\"x\"}]" : "";
    return Reply.json(
        "{\"collection\":{\"version\":\"1.0\",\"items\":[%s],\"metadata\":{\"total_hits\":%d}%s}}"
            .formatted(found, items.size(), links));
  }

  private static Reply asset(Item item) {
    return Reply.json(
        "{\"collection\":{\"items\":["
            + item.files().stream()
                .map(file -> "{\"href\":" + quoted(file) + "}")
                .collect(Collectors.joining(","))
            + "]}}");
  }
}
