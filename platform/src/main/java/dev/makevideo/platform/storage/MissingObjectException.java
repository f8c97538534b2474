package dev.makevideo.platform.storage;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;

/** An object is not in the store, or was corrupt and has been set aside. */
public final class MissingObjectException extends IOException {
  private static final long serialVersionUID = 1L;

  public MissingObjectException(ObjectRef object) {
    super("object " + object.sha256() + " is not in the store");
  }
}
