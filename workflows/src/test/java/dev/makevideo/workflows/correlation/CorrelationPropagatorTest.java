package dev.makevideo.workflows.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.temporal.api.common.v1.Payload;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CorrelationPropagatorTest {
  private final CorrelationPropagator propagator = new CorrelationPropagator();

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void carriesIdsFromOneThreadToAnother() {
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    MDC.put(CorrelationKeys.JOB_ID, "mv-1");
    MDC.put(CorrelationKeys.STAGE, "transcribing");
    Map<String, Payload> header = propagator.serializeContext(propagator.getCurrentContext());
    assertEquals(2, header.size(), "the stage is the thread's own");

    MDC.clear();
    propagator.setCurrentContext(propagator.deserializeContext(header));

    assertEquals("corr-1", MDC.get(CorrelationKeys.CORRELATION_ID));
    assertEquals("mv-1", MDC.get(CorrelationKeys.JOB_ID));
    assertEquals("make-video-correlation", propagator.getName());
  }

  @Test
  void leavesNothingOfAnotherJobBehind() {
    MDC.put(CorrelationKeys.CORRELATION_ID, "old");
    propagator.setCurrentContext(propagator.deserializeContext(Map.of()));
    assertNull(MDC.get(CorrelationKeys.CORRELATION_ID));
    assertEquals(Map.of(), propagator.serializeContext("no map"));
    propagator.setCurrentContext(null);
    assertEquals(Map.of(), propagator.getCurrentContext());
  }
}
