package dev.makevideo.platform.announcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.workflows.wire.Payloads;
import java.util.Optional;

/** Keeps announcements in the shared cache. While Redis is away there are none. Thread-safe. */
public final class Announcements {
  private final ObjectMapper json = Payloads.mapper();
  private final SharedCache cache;

  public Announcements(SharedCache cache) {
    this.cache = cache;
  }

  /**
   * Tells; good for a minute.
   *
   * @param worker as Temporal knows it
   */
  public void publish(String worker, WorkerAnnouncement announcement) {
    try {
      cache.put(SharedCache.Name.WORKERS, worker, json.writeValueAsString(announcement));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an announcement is plain text", e);
    }
  }

  /** What the worker told last; empty if that is too long ago, or cannot be understood. */
  public Optional<WorkerAnnouncement> of(String worker) {
    return cache.get(SharedCache.Name.WORKERS, worker).flatMap(this::parsed);
  }

  private Optional<WorkerAnnouncement> parsed(String text) {
    try {
      return Optional.ofNullable(json.readValue(text, WorkerAnnouncement.class));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // another version's
    }
  }
}
