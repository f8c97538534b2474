package dev.makevideo.activities.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.Credit;
import dev.makevideo.activities.source.Licence;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The manifest of a job: what was made from what, by which tools. All times are seconds.
 *
 * @param parent the job whose video this one is made from; absent: none
 * @param clips the clips that are shown, by candidate
 * @param rejected the clips that are not, and why
 * @param tools version by name
 * @param stageMillis working time by stage
 */
record VideoReport(
    String jobId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> parent,
    VideoRequest request,
    Output output,
    List<UsedClip> clips,
    int approved,
    List<UnusedClip> rejected,
    Map<String, Long> stageMillis,
    Map<String, String> tools,
    List<String> warnings) {

  /** What was made. */
  record Output(
      ObjectRef video,
      Optional<ObjectRef> srt,
      Optional<ObjectRef> vtt,
      double seconds,
      long driftMillis,
      int segments,
      int segmentsEncoded) {}

  /**
   * A clip and where it is shown.
   *
   * @param source label of the source; absent: an earlier version did not tell
   * @param licence its id; {@code unknown} for a user's own
   * @param credit whose it is; absent: not known
   * @param phrase it was found for; absent: the job has one, or it was found for none
   */
  record UsedClip(
      int index,
      String name,
      String sha256,
      Optional<String> source,
      String licence,
      Optional<Credit> credit,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> phrase,
      List<Use> shown) {
    private static final String UNKNOWN = "unknown";

    static UsedClip of(Segment segment, Optional<Candidate> candidate, List<String> phrases) {
      Optional<Credit> credit = candidate.flatMap(Candidate::credit);
      return new UsedClip(
          segment.clipIndex(),
          segment.clipName(),
          segment.clip().sha256(),
          candidate.map(Candidate::source).map(SourceName::label),
          credit.map(Credit::licence).map(Licence::id).orElse(UNKNOWN),
          credit,
          candidate.flatMap(Candidate::phrase).map(phrases::get),
          new ArrayList<>());
    }
  }

  /**
   * A clip that is not shown.
   *
   * @param source as with {@link UsedClip}
   */
  record UnusedClip(
      int index,
      String name,
      Optional<String> source,
      String reason,
      String message,
      OptionalDouble confidence) {
    static UnusedClip of(RejectedClip clip, Optional<Candidate> candidate) {
      return new UnusedClip(
          clip.index(),
          clip.name(),
          candidate.map(Candidate::source).map(SourceName::label),
          clip.reason(),
          clip.message(),
          clip.confidence());
    }
  }

  /**
   * One showing.
   *
   * @param segment position in the timeline
   * @param at where in the video
   * @param from where in the clip it begins
   * @param to where in the clip it ends
   */
  record Use(int segment, double at, double from, double to) {}

  static VideoReport of(
      String jobId,
      VideoRequest request,
      VideoResult result,
      Optional<Timeline> timeline,
      List<Candidate> candidates,
      Map<String, String> tools) {
    return new VideoReport(
        jobId,
        request.rerender().map(Rerender::parent).map(JobId::value),
        request,
        new Output(
            result.video(),
            result.srt(),
            result.vtt(),
            result.duration().toMillis() / 1000.0,
            result.driftMillis(),
            result.segments(),
            result.segmentsEncoded()),
        timeline.map(shown -> used(shown, candidates, request.phraseTexts())).orElse(List.of()),
        result.approved(),
        result.rejected().stream()
            .map(clip -> UnusedClip.of(clip, at(candidates, clip.index())))
            .toList(),
        new TreeMap<>(result.stageMillis()),
        new TreeMap<>(tools),
        result.warnings());
  }

  private static Optional<Candidate> at(List<Candidate> candidates, int index) {
    return index >= 0 && index < candidates.size()
        ? Optional.of(candidates.get(index))
        : Optional.empty();
  }

  private static List<UsedClip> used(
      Timeline timeline, List<Candidate> candidates, List<String> phrases) {
    Map<Integer, UsedClip> clips = new TreeMap<>();
    for (Segment segment : timeline.segments()) {
      clips
          .computeIfAbsent(
              segment.clipIndex(), index -> UsedClip.of(segment, at(candidates, index), phrases))
          .shown()
          .add(
              new Use(
                  segment.index(),
                  seconds(segment.startFrame()),
                  seconds(segment.inFrame()),
                  seconds(segment.inFrame() + segment.frames())));
    }
    return List.copyOf(clips.values());
  }

  /** With three decimals: thirtieths have no end. */
  private static double seconds(int frame) {
    return Math.round(frame * 1000.0 / FrameGrid.FPS) / 1000.0;
  }
}
