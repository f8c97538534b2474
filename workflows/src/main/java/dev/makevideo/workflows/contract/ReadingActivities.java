package dev.makevideo.workflows.contract;

import io.temporal.activity.ActivityInterface;

/** What conversations ask for that is no workflow's work. */
@ActivityInterface
public interface ReadingActivities {
  /**
   * Has the chat endpoint read a text into fields. Running it twice does no harm. An endpoint that
   * is away, slow or wrong, or none at all, gives {@link Proposals#NONE}; no failure of it fails
   * the activity.
   */
  Proposals readFreeText(FreeText text);
}
