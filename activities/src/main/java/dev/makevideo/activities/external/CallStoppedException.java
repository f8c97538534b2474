package dev.makevideo.activities.external;

import java.io.IOException;

/** A call was ended because its work was told to stop, or its thread was interrupted. */
public final class CallStoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  public CallStoppedException(ServiceCall call) {
    super(call + " was stopped");
  }
}
