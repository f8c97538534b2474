package dev.makevideo.workflows.contract;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What frees the store of the objects that only deleted jobs named. */
@ActivityInterface
public interface FreeingActivities {
  /**
   * Deletes those objects that no other job names which the server still knows, and that nothing
   * which is open, or about to begin, can be using. Running it twice does no harm.
   */
  FreedObjects freeObjects(List<ForgottenJob> jobs);
}
