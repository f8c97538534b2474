package dev.makevideo.workflows.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTypeTest {
  @ParameterizedTest
  @CsvSource({
    "invalid-request, false, 400",
    "unsupported-media, false, 415",
    "not-found, false, 404",
    "media-unusable, false, 422",
    "too-little-footage, false, 422",
    "content-refused, false, 422",
    "throttled, true, 429",
    "circuit-open, true, 503",
    "dependency-unavailable, true, 503",
    "host-exhausted, true, 507",
    "artifact-missing, false, 500",
    "deadline-exceeded, false, 504",
    "terminated, false, 409",
    "internal, true, 500",
  })
  void decidesRetryAndStatus(String label, boolean retryable, int status) {
    FailureType type = FailureType.ofLabel(label).orElseThrow();
    assertEquals(retryable, type.isRetryable());
    assertEquals(status, type.httpStatus());
    assertEquals(14, FailureType.values().length, "the table above is the whole list");
  }

  @Test
  void knowsNoOtherLabels() {
    assertEquals(Optional.empty(), FailureType.ofLabel("java.io.IOException"));
  }

  @ParameterizedTest
  @EnumSource(FailureType.class)
  void failuresCarryTheirType(FailureType type) {
    Throwable cause = new IllegalStateException("why");
    ApplicationFailure failure = Failures.of(type, "what", cause);
    assertEquals(type.label(), failure.getType());
    assertEquals(!type.isRetryable(), failure.isNonRetryable());
    assertSame(cause, failure.getCause());
    assertEquals(
        type == FailureType.INTERNAL
            ? ApplicationErrorCategory.UNSPECIFIED
            : ApplicationErrorCategory.BENIGN,
        failure.getCategory());
  }
}
