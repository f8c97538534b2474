package dev.makevideo.api.mcp;

import java.io.IOException;

/** How a client names the files of a job: it differs by where the client is. */
public interface Material {
  /** What {@code audio} is, a part of a sentence. */
  String narration();

  /** What each of {@code clips} is, a part of a sentence. */
  String clip();

  /** What {@code music} is, a part of a sentence. */
  String music();

  /** Whether a small narration may come in the arguments, as {@code audio_base64}. */
  boolean takesBase64();

  /**
   * The upload of what an argument names.
   *
   * @param uploads where one is made that the client does not make itself
   * @param field where it stands
   * @param purpose {@code narration}, {@code clip} or {@code music}
   * @return its id
   * @throws dev.makevideo.api.http.ProblemException if there is no such file
   */
  String uploaded(SentUploads uploads, String field, String argument, String purpose)
      throws IOException, RefusedCallException;
}
