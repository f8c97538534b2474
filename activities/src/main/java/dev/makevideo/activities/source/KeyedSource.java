package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the sources have in common that are used with a key of the operator's: the call, and what a
 * key that is refused looks like. The key is in no log, no history and no name of a stored answer.
 */
abstract class KeyedSource implements ClipSource {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ExternalService service;
  private final SourceSettings.Keyed settings;
  private final StoredAnswers answers;
  private final ObjectMapper mapper = Payloads.mapper();

  KeyedSource(ExternalService service, SourceSettings.Keyed settings, StoredAnswers answers) {
    this.service = service;
    this.settings = settings;
    this.answers = answers;
  }

  /** The name of the setting that holds the key. */
  abstract String keySetting();

  @Override
  public final boolean isReady() {
    return settings.isReady();
  }

  @Override
  public final String needs() {
    return keySetting();
  }

  @Override
  public final String access() {
    return keySetting();
  }

  @Override
  public final String nothingFound(Wanted wanted) {
    return name().title() + " has no clip for \"" + wanted.query() + "\"; try other or fewer words";
  }

  final String base() {
    return settings.url().orElseThrow();
  }

  final String key() {
    return settings.key().orElseThrow();
  }

  /** Reads one page of the source's own form. */
  @FunctionalInterface
  interface Reader {
    PagedSearch.Page read(JsonNode answer) throws IOException;
  }

  /**
   * Asks for a page.
   *
   * @param call without the base
   * @param question the same without the key
   */
  final CallResult<PagedSearch.Page> page(
      ServiceCall call, String question, Duration keptFor, Reader reader, StopSignal stop)
      throws IOException, InterruptedException {
    CallResult<PagedSearch.Page> result =
        answers.get(
            call.withHome(base()),
            question,
            keptFor,
            body -> reader.read(mapper.readTree(body)),
            stop);
    if (result instanceof CallResult.Rejected<PagedSearch.Page> refused) {
      Rejection why = refused.rejection();
      return new CallResult.Rejected<>(
          Rejection.of(why.reason(), why.message() + "; is " + keySetting() + " right?"));
    }
    return result;
  }

  final ServiceCall get(String url) {
    return ServiceCall.get(service, "search", url, DEADLINE);
  }

  /** The best of a clip's files, if one is fit to be shown, with what is to be said of it. */
  final Optional<PagedSearch.Hit> hit(
      List<Rendition> files, Credit credit, Duration duration, Wanted wanted) {
    return PagedSearch.Hit.of(name(), files, credit, Optional.of(duration), wanted);
  }

  /** A duration that a clip may have. */
  static Optional<Duration> duration(JsonNode seconds) {
    return Optional.of(seconds.asDouble(0))
        .filter(s -> s > 0 && s < 1e6)
        .map(s -> Duration.ofMillis(Math.round(s * 1000)))
        .filter(Wanted::isLengthOfAClip);
  }
}
