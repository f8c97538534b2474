package dev.makevideo.activities.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.coordination.cache.CacheEntry;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the youtube-search service; its contract is in docs/services.md. */
final class SearchSource implements ClipSource {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final int MAX_ANSWER = 4 << 20;
  private static final double LONGEST_SECONDS = 86_400;

  private final GuardedClient client;
  private final CallTurns turns;
  private final SharedCache cache;
  private final ServiceSettings services;
  private final ObjectMapper mapper = Payloads.mapper();

  SearchSource(GuardedClient client, CallTurns turns, SharedCache cache, ServiceSettings services) {
    this.client = client;
    this.turns = turns;
    this.cache = cache;
    this.services = services;
  }

  @Override
  public SourceName name() {
    return SourceName.SERVICES;
  }

  @Override
  public boolean isReady() {
    return services.hasClipServices();
  }

  @Override
  public String needs() {
    return "YOUTUBE_SEARCH_URL and VIDEO_DOWNLOADER_URL";
  }

  @Override
  public String access() {
    return "YOUTUBE_SEARCH_URL";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    return search(services.searchUrl().orElseThrow(), wanted.query(), wanted.most(), stop);
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "the search for \"" + wanted.query() + "\" found nothing; try another query";
  }

  record Answer(@Nullable List<@Nullable Item> items) {}

  record Item(
      @Nullable String id,
      @Nullable String url,
      @Nullable String title,
      @JsonProperty("duration_seconds") @Nullable Double durationSeconds) {}

  private CallResult<List<Candidate>> search(String base, String query, int most, StopSignal stop)
      throws IOException, InterruptedException {
    String url =
        base.replaceAll("/$", "")
            + "/search?q="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&limit="
            + most;
    Optional<List<Candidate>> known = known(url);
    if (known.isPresent()) {
      return new CallResult.Ok<>(known.get());
    }
    ServiceCall call = ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", url, DEADLINE);
    return turns.once(
        ActionKey.of("search", url),
        call,
        stop,
        () -> {
          Optional<List<Candidate>> meanwhile = known(url);
          return meanwhile.isPresent()
              ? new CallResult.Ok<>(meanwhile.get())
              : asked(call, url, most, stop);
        });
  }

  private Optional<List<Candidate>> known(String url) {
    return cache.get(SharedCache.Name.SEARCH_RESULTS, url).flatMap(this::read);
  }

  private CallResult<List<Candidate>> asked(ServiceCall call, String url, int most, StopSignal stop)
      throws CallStoppedException {
    CallResult<List<Candidate>> result =
        client.fetch(
            call, MAX_ANSWER, body -> candidates(mapper.readValue(body, Answer.class), most), stop);
    if (result instanceof CallResult.Ok<List<Candidate>> ok && !ok.value().isEmpty()) {
      cache.put(SharedCache.Name.SEARCH_RESULTS, url, CacheEntry.of(write(ok.value()), KEPT_FOR));
    }
    return result;
  }

  private static List<Candidate> candidates(@Nullable Answer answer, int most) throws IOException {
    if (answer == null || answer.items() == null) {
      throw new IOException("it has no \"items\"");
    }
    List<Candidate> candidates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Item item : answer.items()) {
      String url = item == null ? null : item.url();
      if (item == null
          || url == null
          || url.isBlank()
          || !seen.add(url)
          || candidates.size() == most) {
        continue;
      }
      candidates.add(
          new Candidate(
              candidates.size(),
              Candidate.Kind.SERVICE,
              url,
              Objects.requireNonNullElse(item.title(), Objects.requireNonNullElse(item.id(), "")),
              duration(item.durationSeconds())));
    }
    return candidates;
  }

  private static Optional<Duration> duration(@Nullable Double seconds) {
    return Optional.ofNullable(seconds)
        .filter(s -> s > 0 && s < LONGEST_SECONDS)
        .map(s -> Duration.ofMillis(Math.round(s * 1000)));
  }

  /** What the cache holds is believed only if it can be read. */
  private Optional<List<Candidate>> read(String json) {
    try {
      return Optional.of(mapper.readValue(json, CandidateList.class).candidates());
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private String write(List<Candidate> candidates) {
    try {
      return mapper.writeValueAsString(new CandidateList(candidates));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is always JSON", e);
    }
  }
}
