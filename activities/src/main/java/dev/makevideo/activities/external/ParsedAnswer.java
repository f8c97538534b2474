package dev.makevideo.activities.external;

import dev.makevideo.workflows.contract.Rejection;
import java.io.IOException;
import java.time.Clock;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/** Reads a small body whole and parses it. */
final class ParsedAnswer<T> implements AnswerReader<T> {
  private final ExternalService service;
  private final Clock clock;
  private final int maxBytes;
  private final BodyParser<T> parser;

  ParsedAnswer(ExternalService service, Clock clock, int maxBytes, BodyParser<T> parser) {
    this.service = service;
    this.clock = clock;
    this.maxBytes = maxBytes;
    this.parser = parser;
  }

  @Override
  public AnswerMeaning<T> read(Call call, Response response) throws IOException {
    String host = response.request().url().host();
    BufferedSource source = response.body().source();
    if (source.request(maxBytes + 1L)) {
      return AnswerMeaning.failed(
          host + " sent an answer of more than " + maxBytes + " bytes", AnswerMeaning.INVALID);
    }
    byte[] body = source.readByteArray();
    try {
      return AnswerMeaning.ok(parser.parse(body), response.code());
    } catch (BusyAnswerException e) {
      return StatusTable.busy(
          service,
          host + " answered " + firstLine(e),
          RetryAfter.parse(response.header("Retry-After"), clock.instant()),
          clock.instant(),
          StatusTable.label(response.code()));
    } catch (UnfitAnswerException e) {
      return AnswerMeaning.rejected(
          Rejection.Reason.UNUSABLE,
          host + " sent an answer that cannot be used: " + firstLine(e),
          AnswerMeaning.INVALID);
    } catch (IOException | IllegalArgumentException e) {
      return AnswerMeaning.failed(
          host + " sent an answer that cannot be read: " + firstLine(e), AnswerMeaning.INVALID);
    }
  }

  private static String firstLine(Exception e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
