package dev.makevideo.activities.ocr;

import java.io.IOException;

/**
 * Text recognition itself does not work: the native library or a model could not be loaded, or
 * failed. No other picture will fare better in this process.
 */
public final class RecognitionException extends IOException {
  private static final long serialVersionUID = 1L;

  public RecognitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
