package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;

/** Scripts and lists as people have them in files. Stateless. */
public final class LongTexts {
  private LongTexts() {}

  /**
   * A script that no worker could read is refused here, and kept as UTF-8 whatever it was; so is a
   * list of URLs, which editors save as they do scripts.
   *
   * @param name the field's
   * @throws ProblemException with 400 if it is no text
   */
  public static String read(byte[] bytes, String name) {
    try {
      return ScriptBytes.text(bytes);
    } catch (ScriptUnusableException e) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, name + " " + e.reason() + ".", name)
          .withValue(e.kind());
    }
  }
}
