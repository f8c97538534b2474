package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders the segments of a plan, one activity each, a bounded number of them at once. Each result
 * is taken by itself: a clip that cannot be rendered is a result too.
 */
final class Rendering {
  private record Done(int index, Optional<SegmentResult> result, Optional<RuntimeException> why) {}

  private final JobContext job;
  private final Set<ObjectRef> encodedHere = new HashSet<>();

  Rendering(JobContext job) {
    this.job = job;
  }

  /** What became of the segments of one plan. */
  static final class Outcome {
    private final SortedMap<Integer, ObjectRef> segments = new TreeMap<>();
    private final SortedMap<Integer, String> unusable = new TreeMap<>();
    private Optional<RuntimeException> failure = Optional.empty();

    /** The segments in their order; complete only if no clip is unusable. */
    List<ObjectRef> segments() {
      return List.copyOf(segments.values());
    }

    /** Clips that could not be rendered, by candidate, with the reason. */
    Map<Integer, String> unusable() {
      return unusable;
    }

    private boolean goesOn() {
      return unusable.isEmpty() && failure.isEmpty();
    }
  }

  /** How many of these segments this job encoded itself. */
  int encoded(List<ObjectRef> segments) {
    return (int) segments.stream().filter(encodedHere::contains).count();
  }

  /** Returns when nothing of the plan is being rendered any more, and fails as the first did. */
  Outcome render(TimelinePlan plan) {
    Outcome outcome = new Outcome();
    Workflow.newCancellationScope(scope -> renderAll(plan, outcome, scope)).run();
    outcome.failure.ifPresent(
        failure -> {
          throw failure;
        });
    return outcome;
  }

  private void renderAll(TimelinePlan plan, Outcome outcome, CancellationScope scope) {
    SortedMap<Integer, Promise<Done>> inFlight = new TreeMap<>();
    int next = 0;
    while (true) {
      while (outcome.goesOn()
          && !job.gate().isClosed()
          && next < plan.segments()
          && inFlight.size() < JobLimits.SEGMENTS_IN_FLIGHT) {
        inFlight.put(next, start(plan, next));
        next++;
      }
      if (inFlight.isEmpty() && !(outcome.goesOn() && next < plan.segments())) {
        return;
      }
      if (job.gate().isClosed() && !job.gate().passOr(() -> anyDone(inFlight))) {
        continue;
      }
      Done done = Promise.anyOf(inFlight.values()).get();
      inFlight.remove(done.index());
      take(done, plan, outcome, scope);
    }
  }

  private static boolean anyDone(Map<Integer, Promise<Done>> inFlight) {
    return inFlight.values().stream().anyMatch(Promise::isCompleted);
  }

  private Promise<Done> start(TimelinePlan plan, int index) {
    BuildActivities activities =
        job.activities(
            BuildActivities.class, job.activityOptions().renderSegment(index, plan.segments()));
    return Async.function(activities::renderSegment, job.request(), plan.timeline(), index)
        .handle(
            (result, failure) ->
                new Done(index, Optional.ofNullable(result), Optional.ofNullable(failure)));
  }

  private void take(Done done, TimelinePlan plan, Outcome outcome, CancellationScope scope) {
    try {
      done.why()
          .ifPresent(
              failure -> {
                throw failure;
              });
      done.result().ifPresent(result -> take(result, plan, outcome));
    } catch (TemporalFailure failure) {
      if (outcome.failure.isEmpty()) {
        outcome.failure = Optional.of(failure);
        scope.cancel("a segment failed");
      }
    }
  }

  private void take(SegmentResult result, TimelinePlan plan, Outcome outcome) {
    job.counted(Stage.BUILDING_VIDEO, result);
    result.unusable().ifPresent(why -> outcome.unusable.put(result.clipIndex(), why));
    result
        .segment()
        .ifPresent(
            segment -> {
              outcome.segments.put(result.index(), segment);
              if (result.encoded()) {
                encodedHere.add(segment);
              }
            });
    int done = outcome.segments.size();
    int total = plan.segments() + 1;
    job.progress().update(Stage.BUILDING_VIDEO, done, total, (double) done / total);
    if (done % JobLimits.SEGMENTS_PER_UPDATE == 0) {
      job.progress().publishSoon();
    }
  }
}
