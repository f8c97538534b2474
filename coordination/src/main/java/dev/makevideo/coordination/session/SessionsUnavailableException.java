package dev.makevideo.coordination.session;

/**
 * Redis did not say, or may not have heard: nobody knows who is signed in. The caller lets nobody
 * in by a session now, and says that it is worth trying again.
 */
public final class SessionsUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  SessionsUnavailableException(Throwable cause) {
    super("sessions are not available: " + cause.getMessage(), cause);
  }
}
