package dev.makevideo.platform.settings;

/** A setting has a value that cannot be used, or a name that does not exist. */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String message) {
    super(message);
  }
}
