package dev.makevideo.activities.external;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;

/** Reads the body of an answer with a status of success. */
@FunctionalInterface
interface AnswerReader<T> {
  /**
   * @throws LocalWriteException if the fault is on our side
   * @throws IOException if the connection fails
   */
  AnswerMeaning<T> read(Call call, Response response) throws IOException;
}
