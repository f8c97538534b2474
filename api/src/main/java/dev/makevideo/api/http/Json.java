package dev.makevideo.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.makevideo.workflows.wire.Payloads;
import io.javalin.http.Context;

/** Writes answers: snake_case, times as ISO 8601, nothing for what is absent. Thread-safe. */
public final class Json {
  private final ObjectMapper mapper =
      Payloads.mapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
          .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false);

  /** Answers with a status and a value. */
  public void send(Context ctx, int status, Object value) {
    send(ctx, status, "application/json", value);
  }

  /** As {@link #send(Context, int, Object)}, with another media type. */
  public void send(Context ctx, int status, String mediaType, Object value) {
    ctx.status(status).contentType(mediaType).result(bytes(value));
  }

  /** The value as UTF-8. */
  public byte[] bytes(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }
}
