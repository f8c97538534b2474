package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.StageTimeouts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what would become of a request, and changes nothing. Thread-safe. */
final class JobPlanner {
  private static final double MILLIS = 1000.0;

  private final ServiceSettings services;
  private final RoomForJobs room;
  private final JobQuotas quotas;

  JobPlanner(ServiceSettings services, RoomForJobs room, JobQuotas quotas) {
    this.services = services;
    this.room = room;
    this.quotas = quotas;
  }

  /**
   * The plan of a request that was checked.
   *
   * @param warnings of the narration
   * @throws IOException if the store is not there
   */
  JobPlan plan(VideoRequest request, Metadata metadata, List<String> warnings) throws IOException {
    return plan(request, metadata, warnings, Optional.empty());
  }

  /** As {@link #plan(VideoRequest, Metadata, List)}, of a job that has a parent. */
  JobPlan plan(
      VideoRequest request, Metadata metadata, List<String> warnings, Optional<Lineage> lineage)
      throws IOException {
    List<JobPlan.Refusal> refusals = refusals(request);
    JobPlan.Clips clips = clips(request);
    return new JobPlan(
        refusals.isEmpty(),
        understood(request, metadata),
        timeouts(StageTimeouts.of(request)),
        clips,
        sources(request),
        warnings(request, clips, warnings),
        refusals,
        JobResource.Origin.of(lineage));
  }

  private List<JobPlan.Refusal> refusals(VideoRequest request) throws IOException {
    List<JobPlan.Refusal> refusals = new ArrayList<>();
    try {
      room.require();
    } catch (ProblemException e) {
      refusals.add(refusal(e));
    }
    quotas
        .objection(request.tenant(), request.narrationDuration())
        .map(JobPlanner::refusal)
        .ifPresent(refusals::add);
    return refusals;
  }

  private static JobPlan.Refusal refusal(ProblemException problem) {
    int again = problem.retryAfterSeconds();
    return new JobPlan.Refusal(
        problem.type().code(), problem.detail(), again > 0 ? Optional.of(again) : Optional.empty());
  }

  private static JobPlan.Understood understood(VideoRequest request, Metadata metadata) {
    boolean captions = request.subtitleStyle() != SubtitleStyle.NONE;
    return new JobPlan.Understood(
        request.narrationDuration().toMillis() / MILLIS,
        request.phraseTexts(),
        request.phrases().map(phrases -> phrases.shots().size()).orElse(0),
        request.script().isPresent() ? "script" : captions ? "heard" : "none",
        options(request),
        Optional.of(metadata).filter(noted -> !noted.isEmpty()));
  }

  private static Map<String, Object> options(VideoRequest request) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("max_shorts", request.maxShorts());
    options.put("aspect_ratio", request.aspectRatio().label());
    options.put("crop_position", request.cropPosition().label());
    options.put("subtitles", request.subtitleStyle().label());
    options.put("language", request.language());
    options.put("check_text", request.checkText());
    options.put("quality", request.quality().label());
    options.put("keep_script", request.keepsScript());
    options.put("share_alike", request.sourceChoice().shareAlike());
    List<SourceName> order = request.sourceChoice().order();
    options.put(
        "sources",
        order.isEmpty()
            ? "default"
            : order.stream().map(SourceName::label).collect(Collectors.joining(",")));
    return options;
  }

  private static JobPlan.Timeouts timeouts(StageTimeouts timeouts) {
    Map<String, Long> stages = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      stages.put(stage.label(), timeouts.stage(stage).toSeconds());
    }
    return new JobPlan.Timeouts(timeouts.job().toSeconds(), stages);
  }

  /** No clip is counted on for longer than the longest cut. */
  private static JobPlan.Clips clips(VideoRequest request) {
    double cuts =
        (double) request.narrationDuration().toMillis() / JobLimits.LONGEST_CUT.toMillis();
    return new JobPlan.Clips((int) Math.max(1, Math.ceil(cuts)), request.maxShorts());
  }

  private List<JobPlan.Source> sources(VideoRequest request) {
    return asked(request).stream()
        .map(
            source -> {
              Optional<String> needs = services.missing(source);
              return new JobPlan.Source(source.label(), needs.isEmpty(), needs);
            })
        .toList();
  }

  private static List<SourceName> asked(VideoRequest request) {
    if (!request.sourceChoice().order().isEmpty()) {
      return request.sourceChoice().order();
    }
    ClipSource.Kind kind = request.clips().kind();
    return switch (kind) {
      case FOLDER -> List.of(SourceName.FOLDER);
      case URLS -> List.of(SourceName.URLS);
      case UPLOADS -> List.of(SourceName.UPLOADS);
      case SERVICE -> SourceName.ON_THEIR_OWN;
    };
  }

  private static List<String> warnings(
      VideoRequest request, JobPlan.Clips clips, List<String> ofNarration) {
    List<String> warnings = new ArrayList<>(ofNarration);
    if (clips.least() > clips.examinedAtMost()) {
      warnings.add(
          "max_shorts is "
              + request.maxShorts()
              + ", and a narration of "
              + request.narrationDuration().toSeconds()
              + " s takes "
              + clips.least()
              + " clips if none is to be shown again");
    }
    return warnings;
  }
}
