package dev.makevideo.api.heartbeat;

import dev.makevideo.workflows.contract.ActivityProgress;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.util.Optional;

/** Reads what running activities report, which the server tells without a worker. Thread-safe. */
public final class Heartbeats {
  private final DataConverter converter;

  public Heartbeats(DataConverter converter) {
    this.converter = converter;
  }

  /** The last report of an activity, if it has made one in the form that is known. */
  public Optional<ActivityProgress> progress(PendingActivityInfo activity) {
    if (!activity.hasHeartbeatDetails()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          converter.fromPayloads(
              0,
              Optional.of(activity.getHeartbeatDetails()),
              ActivityProgress.class,
              ActivityProgress.class));
    } catch (DataConverterException e) {
      return Optional.empty(); // of another form: a hint less
    }
  }
}
