package dev.makevideo.api.queue;

import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Route;
import java.util.List;

/** The route of the task queues. Thread-safe. */
public final class QueueRoutes {
  private final Queues queues;
  private final Json json;

  public QueueRoutes(Queues queues, Json json) {
    this.queues = queues;
    this.json = json;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(Route.get("/v1/queues", ctx -> json.send(ctx, 200, queues.look())));
  }
}
