package dev.makevideo.coordination.lock;

/** Who keeps the locks does not answer. Nothing is held. */
public final class LocksUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  LocksUnavailableException(LockName name, Throwable cause) {
    super("no answer whether lock " + name + " is free: " + cause, cause);
  }
}
