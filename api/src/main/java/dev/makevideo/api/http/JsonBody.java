package dev.makevideo.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.wire.Payloads;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Reads small JSON bodies; a field that nobody knows is refused. Thread-safe. */
public final class JsonBody {
  private final ObjectMapper mapper =
      Payloads.mapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
  private final int most;

  /**
   * @param most bytes
   */
  public JsonBody(int most) {
    this.most = most;
  }

  /**
   * The body; empty if there is none.
   *
   * @throws ProblemException with 413 if it is too long, with 400 if it is not the JSON that is
   *     wanted
   */
  public <T> Optional<T> read(Context ctx, Class<T> type) throws IOException {
    byte[] bytes = ctx.req().getInputStream().readNBytes(most + 1);
    if (bytes.length > most) {
      throw new ProblemException(
          ProblemType.PAYLOAD_TOO_LARGE, "The body is longer than " + most + " bytes.");
    }
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(mapper.readValue(bytes, type));
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem; // what a record says of its own values
      }
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The body is not the JSON that is wanted: " + e.getOriginalMessage() + ".");
    }
  }
}
