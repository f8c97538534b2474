package dev.makevideo.api.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Examines a narration once for all, by its content: the same is often handed in again. What cannot
 * be used is looked at each time, since a host without memory may have been to blame. Thread-safe.
 */
public final class KnownNarrations implements NarrationProbe {
  private final NarrationProbe probe;
  private final SharedCache cache;
  private final String version;
  private final ObjectMapper mapper = Payloads.mapper();

  /** What is cached. */
  private record Entry(long nanos, @Nullable String warning) {}

  /**
   * @param version of whatever the probe looks with; another may find another length
   */
  public KnownNarrations(NarrationProbe probe, SharedCache cache, String version) {
    this.probe = probe;
    this.cache = cache;
    this.version = version;
  }

  /**
   * One that asks the shared cache, and remembers what this process saw for as long as that is
   * away: to look costs a tenth of a second of a processor, and a burst of new jobs would wait for
   * it.
   */
  public static NarrationProbe remembering(
      NarrationProbe probe, SharedCache shared, String version) {
    NarrationProbe forAll = new KnownNarrations(probe, shared, version);
    return new KnownNarrations(forAll, new LocalCache(System::nanoTime), version);
  }

  @Override
  public Kind kind(Path file) throws IOException {
    return probe.kind(file);
  }

  @Override
  public Length length(Path file, ObjectRef content)
      throws IOException, UnusableNarrationException {
    String key = version + " " + content.sha256();
    Optional<Length> known = cache.get(SharedCache.Name.UPLOADS, key).flatMap(this::read);
    if (known.isPresent()) {
      return known.get();
    }
    Length length = probe.length(file, content);
    Entry entry = new Entry(length.duration().toNanos(), length.warning().orElse(null));
    cache.put(SharedCache.Name.UPLOADS, key, mapper.writeValueAsString(entry));
    return length;
  }

  /** What is not a length that can be has not been written by us: it is found out again. */
  private Optional<Length> read(String json) {
    try {
      @Nullable Entry entry = mapper.readValue(json, Entry.class);
      return Optional.ofNullable(entry)
          .filter(one -> one.nanos() > 0 && one.nanos() <= VideoRequest.MAX_NARRATION.toNanos())
          .map(
              one -> new Length(Duration.ofNanos(one.nanos()), Optional.ofNullable(one.warning())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
