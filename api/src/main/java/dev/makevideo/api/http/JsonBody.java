package dev.makevideo.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.makevideo.workflows.wire.Payloads;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads small JSON bodies; a field that nobody knows is refused, and a value of another type than
 * its field: no number is taken for a text, and no text for a number. Thread-safe.
 */
public final class JsonBody {
  private static final Set<CoercionInputShape> NO_TEXT =
      Set.of(CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float);

  private final ObjectMapper mapper = mapper();
  private final int most;

  /**
   * @param most bytes
   */
  public JsonBody(int most) {
    this.most = most;
  }

  /** A new mapper that is as strict. */
  public static ObjectMapper mapper() {
    ObjectMapper mapper =
        Payloads.mapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
    for (CoercionInputShape shape : NO_TEXT) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    SimpleModule numbers = new SimpleModule();
    numbers.addDeserializer(Integer.class, new WholeNumber());
    numbers.addDeserializer(int.class, new WholeNumber());
    return mapper.registerModule(numbers);
  }

  /** To JSON 5.0 is as whole as 5; 5.5 is not, and "5" is no number. */
  private static final class WholeNumber extends StdDeserializer<Integer> {
    private static final long serialVersionUID = 1L;

    WholeNumber() {
      super(Integer.class);
    }

    @Override
    public @Nullable Integer deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return json.getIntValue();
      }
      if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
        double number = json.getDoubleValue();
        if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
          return (int) number;
        }
      }
      return (Integer) context.handleUnexpectedToken(Integer.class, json);
    }
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
      @Nullable T body = mapper.readValue(bytes, type);
      if (body == null) {
        throw new ProblemException(
            ProblemType.INVALID_REQUEST, "The body is null, and must be an object.");
      }
      return Optional.of(body);
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
