package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.BodyParser;
import dev.makevideo.activities.external.BusyAnswerException;
import dev.makevideo.activities.external.CallLimit;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.activities.external.UnfitAnswerException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Wikimedia Commons, or another MediaWiki with its extensions for video. No key. Its rules, which
 * are kept here (Wikimedia's API etiquette, User-Agent policy and robot policy):
 *
 * <ul>
 *   <li>a User-Agent that says what calls, with a way to write to whoever runs it;
 *   <li>requests one after the other, over all workers, and none while its databases lag ({@code
 *       maxlag});
 *   <li>what it asks for with {@code Retry-After} is kept, by all workers;
 *   <li>the same question is not asked twice within an hour.
 * </ul>
 *
 * What is taken: public domain, CC0 and CC BY; CC BY-SA if the job says so. Thread-safe.
 */
final class CommonsSource implements ClipSource {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofHours(1);

  /** The most that it gives with all that is asked of each. */
  private static final int PAGE = 50;

  private static final String ASKED =
      "/w/api.php?action=query&format=json&maxlag=5&generator=search&gsrnamespace=6&gsrlimit="
          + PAGE
          + "&prop=videoinfo&viprop=url%7Csize%7Cmime%7Csha1%7Cderivatives%7Cextmetadata"
          + "&viextmetadatalanguage=en&gsrsearch=";

  private static final Set<String> BUSY =
      Set.of("maxlag", "ratelimited", "cirrussearch-too-busy-error");
  private static final Set<String> AWAY = Set.of("readonly", "cirrussearch-backend-error");

  private final Optional<String> base;
  private final Map<String, String> headers;
  private final StoredAnswers answers;
  private final CallTurns turns;
  private final ObjectMapper mapper = Payloads.mapper();

  CommonsSource(SourceSettings settings, StoredAnswers answers, CallTurns turns) {
    this.base = settings.commons();
    this.headers = Map.of("User-Agent", UserAgent.of(settings.contact()));
    this.answers = answers;
    this.turns = turns;
  }

  @Override
  public SourceName name() {
    return SourceName.COMMONS;
  }

  @Override
  public boolean isReady() {
    return base.isPresent();
  }

  @Override
  public String needs() {
    return "MAKE_VIDEO_COMMONS_URL that is not off";
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "Wikimedia Commons has no clip for \""
        + wanted.query()
        + "\" that is free to use; try other or fewer words, in English";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    String words = words(wanted.query());
    if (words.isEmpty()) {
      return new CallResult.Ok<>(List.of());
    }
    String url =
        base.orElseThrow()
            + ASKED
            + URLEncoder.encode("filetype:video " + words, StandardCharsets.UTF_8);
    return PagedSearch.run(wanted, from -> page(url + from.orElse(""), wanted, stop));
  }

  private CallResult<PagedSearch.Page> page(String url, Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    String home = base.orElseThrow();
    ServiceCall call = ServiceCall.get(ExternalService.COMMONS, "search", url, DEADLINE);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      call = call.withHeader(header.getKey(), header.getValue());
    }
    ServiceCall named = call.withHome(home);
    BodyParser<PagedSearch.Page> parser = body -> read(mapper.readTree(body), wanted);
    Optional<PagedSearch.Page> known = answers.known(named, url, KEPT, parser);
    if (known.isPresent()) {
      return new CallResult.Ok<>(known.get());
    }
    return turns.run(
        CallLimit.COMMONS_SEARCH, named, stop, () -> answers.get(named, url, KEPT, parser, stop));
  }

  private PagedSearch.Page read(JsonNode answer, Wanted wanted) throws IOException {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw refusal(error);
    }
    JsonNode pages = answer.path("query").path("pages");
    boolean known =
        pages.isContainerNode() || answer.has("batchcomplete") || answer.has("continue");
    if (!answer.isObject() || !known) {
      throw new IOException("it has neither \"query\" nor \"batchcomplete\"");
    }
    // An object by page number, or in the newer form an array.
    List<PagedSearch.Hit> hits =
        StreamSupport.stream(pages.spliterator(), false)
            .map(CommonsFile::new)
            .sorted(Comparator.comparingInt(CommonsFile::rank))
            .map(file -> file.hit(wanted, base.orElseThrow()))
            .flatMap(Optional::stream)
            .toList();
    return new PagedSearch.Page(hits, next(answer.path("continue")));
  }

  /** All of its {@code continue} goes into the next question, as it came. */
  private static Optional<String> next(JsonNode more) {
    String parameters =
        more.properties().stream()
            .filter(
                entry -> entry.getKey().matches("[a-z]{1,40}") && entry.getValue().isValueNode())
            .map(
                entry ->
                    "&"
                        + entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue().asText(), StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    return parameters.isEmpty() ? Optional.empty() : Optional.of(parameters);
  }

  private static IOException refusal(JsonNode error) {
    String code = error.path("code").asText("");
    String said = code + ": " + error.path("info").asText("");
    if (BUSY.contains(code)) {
      return new BusyAnswerException(said);
    }
    boolean mayPass = AWAY.contains(code) || code.startsWith("internal_api_error");
    return mayPass ? new IOException(said) : new UnfitAnswerException(said);
  }

  /** The phrase without what the search takes for orders, such as {@code insource:} or a minus. */
  static String words(String phrase) {
    String plain = phrase.replaceAll("[^\\p{L}\\p{M}\\p{N}'’-]+", " ");
    String bare =
        plain.replaceAll("(?<![\\p{L}\\p{M}\\p{N}])['’-]+|['’-]+(?![\\p{L}\\p{M}\\p{N}])", " ");
    return bare.replaceAll("\\b(AND|OR|NOT)\\b", " ")
        .replaceAll(" +", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
