package dev.makevideo.activities.speech;

/** The transcription service refuses the call, or answers as no transcription service does. */
final class UnfitServiceException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what it answered and what to check
   */
  UnfitServiceException(String message) {
    super(message);
  }
}
