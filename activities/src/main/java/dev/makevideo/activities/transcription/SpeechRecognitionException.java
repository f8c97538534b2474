package dev.makevideo.activities.transcription;

import java.io.Serial;

/** The model could not be loaded or run on this host; the message says why. */
final class SpeechRecognitionException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  SpeechRecognitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
