package dev.makevideo.coordination.coordinator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of one process alone: 10,000 at the most, some go when there are more. Thread-safe.
 */
final class LocalValues implements SharedValues {
  private static final int MOST = 10_000;

  /** A text, or a hash. */
  private record Held(@Nullable String text, Map<String, String> fields, Duration lasts) {}

  private final Cache<String, Held> held;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  LocalValues(LongSupplier nanos) {
    held =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(nanos::getAsLong)
            .expireAfter(Expiry.<String, Held>writing((key, value) -> value.lasts()))
            .build();
  }

  private Optional<Held> find(String key) {
    return Optional.ofNullable(held.getIfPresent(ValueRules.key(key)));
  }

  @Override
  public void set(String key, String value, Duration timeToLive) {
    keep(key, new Held(ValueRules.value(value), Map.of(), timeToLive));
  }

  private void keep(String key, Held value) {
    ValueRules.millis(value.lasts());
    held.put(ValueRules.key(key), value);
  }

  @Override
  public Optional<String> get(String key) {
    return find(key).flatMap(value -> Optional.ofNullable(value.text()));
  }

  @Override
  public void setJson(String key, Object value, Duration timeToLive) {
    set(key, ValueRules.json(value), timeToLive);
  }

  @Override
  public <T> Optional<T> getJson(String key, Class<T> type) {
    return ValueRules.parsed(key, get(key), type);
  }

  @Override
  public void setFields(String key, Map<String, String> more, Duration timeToLive) {
    ValueRules.millis(timeToLive);
    ValueRules.fields(more);
    held.asMap()
        .compute(
            ValueRules.key(key),
            (same, before) -> {
              Map<String, String> all = new HashMap<>(before == null ? Map.of() : before.fields());
              all.putAll(more);
              return new Held(null, Map.copyOf(all), timeToLive);
            });
  }

  @Override
  public Map<String, String> fields(String key) {
    return find(key).map(Held::fields).orElse(Map.of());
  }

  @Override
  public boolean delete(String key) {
    return held.asMap().remove(ValueRules.key(key)) != null;
  }

  @Override
  public boolean exists(String key) {
    return find(key).isPresent();
  }

  @Override
  public Optional<Duration> timeToLive(String key) {
    String known = ValueRules.key(key);
    return held.policy().expireVariably().orElseThrow().getExpiresAfter(known);
  }

  @Override
  public boolean expire(String key, Duration timeToLive) {
    ValueRules.millis(timeToLive);
    return held.asMap()
            .computeIfPresent(
                ValueRules.key(key),
                (same, value) -> new Held(value.text(), value.fields(), timeToLive))
        != null;
  }

  @Override
  public Keys keys(String glob, Optional<String> cursor) {
    Pattern pattern =
        Pattern.compile(
            ValueRules.glob(glob).replace(".", "\\.").replaceAll("\\*+", ".*").replace("?", "."));
    List<String> page =
        held.asMap().keySet().stream()
            .filter(key -> pattern.matcher(key).matches())
            .filter(key -> key.compareTo(cursor.orElse("")) > 0)
            .sorted(Comparator.naturalOrder())
            .limit(ValueRules.PAGE)
            .toList();
    return new Keys(
        page,
        page.size() < ValueRules.PAGE ? Optional.empty() : Optional.of(page.get(page.size() - 1)));
  }

  @Override
  public int clear(String prefix) {
    ValueRules.key(prefix);
    List<String> found =
        held.asMap().keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    return (int) found.stream().filter(this::delete).count();
  }
}
