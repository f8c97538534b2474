package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All sources, and the order in which a job asks them, until there is enough: the one that it says;
 * else what it gives itself, and nothing else; or, if it gives nothing, the configured services,
 * the sources for which there is a key, and Wikimedia Commons. Thread-safe.
 */
public final class ClipSources {
  private final Map<SourceName, ClipSource> sources = new EnumMap<>(SourceName.class);
  private final long maxClipBytes;

  ClipSources(List<ClipSource> all, long maxClipBytes) {
    all.forEach(source -> sources.put(source.name(), source));
    this.maxClipBytes = maxClipBytes;
  }

  /** The sources as they are configured. */
  public static ClipSources of(
      ArtifactStore store,
      GuardedClient client,
      CallTurns turns,
      SharedCache cache,
      ServiceSettings services,
      SourcePrograms programs,
      Clock clock) {
    StoredAnswers answers = new StoredAnswers(store, client, turns, clock);
    return new ClipSources(
        List.of(
            new FolderSource(new ClipRoots(services.clipRoots())),
            new UrlListSource(new Uploads(store)),
            new UploadSource(new Uploads(store)),
            new SearchSource(client, turns, cache, services),
            new CommonsSource(services.sources(), answers, turns),
            new PexelsSource(services.sources(), answers),
            new PixabaySource(services.sources(), answers),
            new ArchiveSource(services.sources(), answers),
            new NasaSource(services.sources(), answers),
            new YtDlpSource(programs.ytDlp().search(), services.sources().programs().ytDlp()),
            new CommandSource(programs.processes(), services.sources().programs().command())),
        services.maxClipBytes());
  }

  /**
   * The candidates of a job, or the service that it must wait for.
   *
   * @return ok with one candidate or more, or a wait
   * @throws io.temporal.failure.ApplicationFailure invalid-request, not-found or
   *     dependency-unavailable, if there is none
   * @throws IOException if our own disk fails, or if the signal was set
   */
  public CallResult<List<Candidate>> find(VideoRequest request, StopSignal stop)
      throws IOException, InterruptedException {
    Wanted wanted = Wanted.of(request, maxClipBytes);
    return gather(wanted, source -> source.find(wanted, stop)).result();
  }

  /** Asks one source. */
  @FunctionalInterface
  private interface Asking {
    CallResult<List<Candidate>> ask(ClipSource source) throws IOException, InterruptedException;
  }

  private Gathered gather(Wanted wanted, Asking asking) throws IOException, InterruptedException {
    VideoRequest request = wanted.request();
    Gathered gathered = new Gathered(wanted);
    for (ClipSource source : order(request)) {
      CallResult<List<Candidate>> result = asking.ask(source);
      gathered.add(source, result);
      // What the operator configured for this is not quietly replaced while it is away. Who names
      // an order has said himself what stands in.
      boolean named = !request.sourceChoice().order().isEmpty();
      boolean stands = !named && source.name() == SourceName.SERVICES && !gathered.isAnswer(result);
      if (stands || gathered.isEnough()) {
        break;
      }
    }
    return gathered;
  }

  /**
   * The candidates of a job with several phrases, in turns, or the service that it must wait for. A
   * folder and a list belong to all phrases: a clip is of the phrase whose words its name has, else
   * of none in particular.
   *
   * @param needs how much is shown of each phrase; of which nothing is shown, it is not looked for
   * @return as {@link #find}
   */
  public CallResult<PhraseCandidates> find(VideoRequest request, PhraseNeeds needs, StopSignal stop)
      throws IOException, InterruptedException {
    List<String> texts = request.phraseTexts();
    OwnClips own = new OwnClips(texts);
    PhraseCandidates.Turns turns = new PhraseCandidates.Turns(request.maxShorts());
    for (int phrase = 0; phrase < texts.size(); phrase++) {
      int number = phrase;
      Duration shown = needs.shown().get(phrase);
      if (shown.isZero()) {
        turns.warn(
            "nothing is shown of \"" + texts.get(phrase) + "\": the shot list leaves no time");
        continue;
      }
      Wanted wanted = new Wanted(request, maxClipBytes, texts.get(phrase), shown);
      Gathered gathered =
          gather(
              wanted,
              source ->
                  source.searches()
                      ? source.find(wanted, stop)
                      : own.of(number, source, wanted, stop));
      Optional<ServiceWait> wait = turns.add(phrase, texts.get(phrase), gathered);
      if (wait.isPresent()) {
        return new CallResult.Wait<>(wait.get());
      }
    }
    turns.addAny(own.ofNone());
    return new CallResult.Ok<>(turns.taken());
  }

  private static List<SourceName> usual(VideoRequest request) {
    return switch (request.clips().kind()) {
      case FOLDER -> List.of(SourceName.FOLDER);
      case URLS -> List.of(SourceName.URLS);
      case UPLOADS -> List.of(SourceName.UPLOADS);
      case SERVICE -> SourceName.ON_THEIR_OWN;
    };
  }

  private List<ClipSource> order(VideoRequest request) {
    List<SourceName> named = request.sourceChoice().order();
    List<SourceName> names = named.isEmpty() ? usual(request) : named;
    List<ClipSource> wanted = names.stream().map(sources::get).toList();
    List<ClipSource> ready = wanted.stream().filter(ClipSource::isReady).toList();
    if (ready.isEmpty() || ready.size() < named.size()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "there is nowhere to get clips from: give a folder or a list of URLs, or set "
              + wanted.stream()
                  .filter(source -> !source.isReady())
                  .map(ClipSource::needs)
                  .collect(Collectors.joining("; or ")));
    }
    return ready;
  }
}
