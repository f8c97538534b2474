package dev.makevideo.activities.external;

import java.io.IOException;

/** Turns the body of a good answer into a value. */
@FunctionalInterface
public interface BodyParser<T> {
  /**
   * @throws UnfitAnswerException if this is not such a service, and the next answer will be no
   *     better
   * @throws IOException if the body is not what the contract says: a failure of the service
   */
  T parse(byte[] body) throws IOException;
}
