package dev.makevideo.workflows.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * The one form in which records travel and are stored: JSON that ignores fields it does not know,
 * so that records may grow while old workers still run. The only class of this module that names
 * jackson-databind.
 */
public final class Payloads {
  private Payloads() {}

  /** A new data converter for Temporal clients and workers. */
  public static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper()));
  }

  /** A new mapper with the same rules, for objects in the store; thread-safe once configured. */
  public static ObjectMapper mapper() {
    return JacksonJsonPayloadConverter.newDefaultObjectMapper()
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  }
}
