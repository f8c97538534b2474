package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Hands everything on to other values. */
abstract class DelegatingValues implements SharedValues {
  private final SharedValues values;

  DelegatingValues(SharedValues values) {
    this.values = values;
  }

  @Override
  public void set(String key, String value, Duration timeToLive) throws NoAnswerException {
    values.set(key, value, timeToLive);
  }

  @Override
  public Optional<String> get(String key) throws NoAnswerException {
    return values.get(key);
  }

  @Override
  public void setJson(String key, Object value, Duration timeToLive) throws NoAnswerException {
    values.setJson(key, value, timeToLive);
  }

  @Override
  public <T> Optional<T> getJson(String key, Class<T> type) throws NoAnswerException {
    return values.getJson(key, type);
  }

  @Override
  public void setFields(String key, Map<String, String> fields, Duration timeToLive)
      throws NoAnswerException {
    values.setFields(key, fields, timeToLive);
  }

  @Override
  public Map<String, String> fields(String key) throws NoAnswerException {
    return values.fields(key);
  }

  @Override
  public boolean delete(String key) throws NoAnswerException {
    return values.delete(key);
  }

  @Override
  public boolean exists(String key) throws NoAnswerException {
    return values.exists(key);
  }

  @Override
  public Optional<Duration> timeToLive(String key) throws NoAnswerException {
    return values.timeToLive(key);
  }

  @Override
  public boolean expire(String key, Duration timeToLive) throws NoAnswerException {
    return values.expire(key, timeToLive);
  }

  @Override
  public Keys keys(String glob, Optional<String> cursor) throws NoAnswerException {
    return values.keys(glob, cursor);
  }

  @Override
  public int clear(String prefix) throws NoAnswerException {
    return values.clear(prefix);
  }
}
