package dev.makevideo.workflows.correlation;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries the correlation id and the job id from the caller's MDC into the MDC of the workflow and
 * of its activities, on every worker. Stateless and safe for use by several threads.
 */
public final class CorrelationPropagator implements ContextPropagator {
  private static final String[] KEYS = {CorrelationKeys.CORRELATION_ID, CorrelationKeys.JOB_ID};

  @Override
  public String getName() {
    return "make-video-correlation";
  }

  @Override
  public Map<String, Payload> serializeContext(Object context) {
    Map<String, Payload> header = new HashMap<>();
    if (context instanceof Map<?, ?> values) {
      for (String key : KEYS) {
        Object value = values.get(key);
        if (value != null) {
          GlobalDataConverter.get()
              .toPayload(value.toString())
              .ifPresent(payload -> header.put(key, payload));
        }
      }
    }
    return header;
  }

  @Override
  public Object deserializeContext(Map<String, Payload> header) {
    Map<String, String> values = new HashMap<>();
    for (String key : KEYS) {
      Payload payload = header.get(key);
      if (payload != null) {
        values.put(key, GlobalDataConverter.get().fromPayload(payload, String.class, String.class));
      }
    }
    return values;
  }

  @Override
  public Object getCurrentContext() {
    Map<String, String> values = new HashMap<>();
    for (String key : KEYS) {
      String value = MDC.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  @Override
  public void setCurrentContext(@Nullable Object context) {
    if (context instanceof Map<?, ?> values) {
      for (String key : KEYS) {
        Object value = values.get(key);
        if (value == null) {
          MDC.remove(key);
        } else {
          MDC.put(key, value.toString());
        }
      }
    }
  }
}
