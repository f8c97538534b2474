package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AssembledVideo;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.FinalizeRequest;
import dev.makevideo.workflows.contract.FinalizeResult;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.ProposedPhrases;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.contract.ValidationActivities;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * Activities that do no work but keep their contracts: every clip is good and three seconds long
 * unless a test puts another behaviour in place. Thread-safe through one lock around each record;
 * behaviours are set before the job starts.
 */
final class FakeStudio
    implements NarrationActivities,
        ClipActivities,
        ValidationActivities,
        TimelineActivities,
        BuildActivities {
  static final long RAN = 1000;

  private final List<String> calls = new ArrayList<>();

  int candidates = 12;
  long ranMillis = RAN;
  Duration clipLength = Duration.ofSeconds(3);
  BiFunction<DownloadBatch.Item, VideoRequest, ItemOutcome> download =
      (item, request) -> ItemOutcome.done(item.index(), item.attempts() + 1, clip(item.index()));
  Function<DownloadBatch, Optional<BatchResult>> downloadBatch = batch -> Optional.empty();
  Function<ValidateBatch.Item, ItemOutcome> validate =
      item -> ItemOutcome.done(item.index(), 1, item.clip());
  Function<ValidateBatch, Optional<BatchResult>> validateBatch = batch -> Optional.empty();
  Supplier<FetchResult> fetch =
      () -> new FetchResult(Optional.of(ref(7000)), candidates, Optional.empty(), ranMillis);
  Supplier<ProposedPhrases> propose =
      () -> new ProposedPhrases(new Phrases(List.of("sea"), 1, List.of()), ranMillis);
  Supplier<ShotPlacement> place = () -> new ShotPlacement(List.of(), List.of(), ranMillis);
  Supplier<TranscribeResult> transcribe =
      () -> new TranscribeResult(Optional.of(ref(8000)), 40, Optional.empty(), ranMillis);
  IntFunction<Optional<SegmentResult>> render = index -> Optional.empty();
  Function<PlanRequest, Optional<TimelinePlan>> plan = request -> Optional.empty();
  Supplier<RecalledGroundwork> recall =
      () -> {
        throw Failures.of(FailureType.INTERNAL, "nothing was said of an earlier job");
      };

  /** What the last job left for others. */
  volatile Optional<Groundwork> groundwork = Optional.empty();

  int cues = 20;
  Runnable assemble = () -> {};
  Runnable cleanUp = () -> {};
  Runnable analyze = () -> {};

  static ObjectRef ref(int number) {
    return new ObjectRef(String.format("%064x", number), number);
  }

  Clip clip(int index) {
    return Clip.whole(ref(100 + index), "clip-" + index + ".mp4", clipLength, 1080, 1920);
  }

  private void record(String call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  /** All calls so far whose name begins so, in their order. */
  List<String> calls(String prefix) {
    synchronized (calls) {
      return calls.stream().filter(call -> call.startsWith(prefix)).toList();
    }
  }

  int count(String prefix) {
    return calls(prefix).size();
  }

  @Override
  public AudioAnalysis analyzeAudio(VideoRequest request) {
    record("analyze " + MDC.get("job_id") + " " + MDC.get("correlation_id"));
    analyze.run();
    return new AudioAnalysis(request.narrationDuration(), ref(9000), List.of("quiet"), ranMillis);
  }

  @Override
  public TranscribeResult transcribe(VideoRequest request, AudioAnalysis analysis) {
    record("transcribe " + MDC.get("job_id") + " " + MDC.get("correlation_id"));
    return transcribe.get();
  }

  @Override
  public SubtitlesResult generateSubtitles(
      VideoRequest request, AudioAnalysis analysis, TranscribeResult transcript) {
    record("subtitles");
    return new SubtitlesResult(ref(8001), ref(8002), ref(8003), cues, 0.05, ranMillis);
  }

  @Override
  public SubtitlesResult correctSubtitles(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionText> corrections) {
    record("correct " + corrections);
    return new SubtitlesResult(ref(8011), ref(8012), ref(8013), cues, 0.05, ranMillis);
  }

  @Override
  public SubtitlesResult recaption(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionRound> rounds) {
    record("recaption " + rounds.stream().map(CaptionRound::texts).toList());
    return new SubtitlesResult(ref(8021), ref(8022), ref(8023), cues, 0.05, ranMillis);
  }

  @Override
  public ProposedPhrases proposePhrases(VideoRequest request, TranscribeResult transcript) {
    record("propose");
    return propose.get();
  }

  @Override
  public ShotPlacement placeShots(
      VideoRequest request, AudioAnalysis analysis, Optional<TranscribeResult> transcript) {
    record("place " + transcript.isPresent());
    return place.get();
  }

  @Override
  public FetchResult fetchPhrases(VideoRequest request, PhraseNeeds needs) {
    record("fetch " + needs.shown());
    return fetch.get();
  }

  @Override
  public FetchResult fetchShorts(VideoRequest request) {
    record("fetch");
    return fetch.get();
  }

  @Override
  public BatchResult downloadShorts(VideoRequest request, DownloadBatch batch) {
    record("download " + batch.items().stream().map(DownloadBatch.Item::index).toList());
    return downloadBatch
        .apply(batch)
        .orElseGet(
            () ->
                new BatchResult(
                    batch.items().stream().map(item -> download.apply(item, request)).toList(),
                    Optional.empty(),
                    ranMillis));
  }

  @Override
  public BatchResult validateShorts(VideoRequest request, ValidateBatch batch) {
    record("validate " + batch.items().stream().map(ValidateBatch.Item::index).toList());
    return validateBatch
        .apply(batch)
        .orElseGet(
            () ->
                new BatchResult(
                    batch.items().stream().map(validate).toList(), Optional.empty(), ranMillis));
  }

  @Override
  public TimelinePlan planTimeline(VideoRequest request, PlanRequest wanted) {
    List<Integer> used = wanted.clips().stream().map(ValidateBatch.Item::index).toList();
    record("plan " + used);
    return plan.apply(wanted)
        .orElseGet(
            () -> {
              long pool =
                  wanted.clips().stream().mapToLong(c -> c.clip().duration().toMillis()).sum();
              if (pool < wanted.narration().toMillis()) {
                throw Failures.of(FailureType.TOO_LITTLE_FOOTAGE, pool + " ms of clips");
              }
              return new TimelinePlan(ref(6000), used.size(), 900, used, 0, ranMillis);
            });
  }

  @Override
  public SegmentResult renderSegment(VideoRequest request, ObjectRef timeline, int index) {
    record("render " + index);
    return render
        .apply(index)
        .orElseGet(
            () ->
                new SegmentResult(
                    index,
                    index,
                    Optional.of(ref(5000 + index)),
                    true,
                    Optional.empty(),
                    ranMillis));
  }

  @Override
  public AssembledVideo assembleVideo(
      VideoRequest request, ObjectRef timeline, List<ObjectRef> segments) {
    record("assemble " + segments.size());
    assemble.run();
    return new AssembledVideo(ref(4000), request.narrationDuration(), 12, ranMillis);
  }

  @Override
  public FinalizeResult finalizeVideo(VideoRequest request, FinalizeRequest finalize) {
    record("finalize " + finalize.timeline().map(ObjectRef::sha256).orElse("-"));
    groundwork = finalize.groundwork();
    return new FinalizeResult(ref(4001), Optional.empty(), ranMillis, Optional.of(ref(4002)));
  }

  @Override
  public RecalledGroundwork recallGroundwork(VideoRequest request) {
    record("recall " + request.rerender().orElseThrow().parent());
    return recall.get();
  }

  @Override
  public void cleanUpJob(VideoRequest request) {
    record("cleanUp");
    cleanUp.run();
  }
}
