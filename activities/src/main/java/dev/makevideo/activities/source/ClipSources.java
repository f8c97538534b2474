package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
      SharedCache cache,
      ServiceSettings services,
      SourcePrograms programs,
      Clock clock) {
    StoredAnswers answers = new StoredAnswers(store, client, clock);
    return new ClipSources(
        List.of(
            new FolderSource(new ClipRoots(services.clipRoots())),
            new UrlListSource(new Uploads(store)),
            new SearchSource(client, cache, services),
            new CommonsSource(services.sources(), answers, clock),
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
    Wanted wanted = new Wanted(request, maxClipBytes);
    List<ClipSource> order = order(request);
    Gathered gathered = new Gathered(wanted);
    for (ClipSource source : order) {
      CallResult<List<Candidate>> result = source.find(wanted, stop);
      gathered.add(source, result);
      // What the operator configured for this is not quietly replaced while it is away. Who names
      // an order has said himself what stands in.
      boolean named = !request.sourceChoice().order().isEmpty();
      boolean stands = !named && source.name() == SourceName.SERVICES && !gathered.isAnswer(result);
      if (stands || gathered.isEnough()) {
        break;
      }
    }
    return gathered.result();
  }

  private static List<SourceName> usual(VideoRequest request) {
    return switch (request.clips().kind()) {
      case FOLDER -> List.of(SourceName.FOLDER);
      case URLS -> List.of(SourceName.URLS);
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
