package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The check of downloaded clips. May run twice at once. */
@ActivityInterface
public interface ValidationActivities {
  /** Decodes each clip and looks for burned-in text; heartbeats the set of items done. */
  @ActivityMethod(name = "validateShorts")
  BatchResult validateShorts(VideoRequest request, ValidateBatch batch);
}
