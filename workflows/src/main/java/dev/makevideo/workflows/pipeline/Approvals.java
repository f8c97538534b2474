package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.Approval;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.progress.ApprovalWait;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.workflow.CancellationScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job waits until a person has approved what it would use. What was decided holds for the
 * whole job, also when its stages run again: nobody is asked twice about the same.
 */
final class Approvals {
  private static final String NOT_WANTED = "a person did not want it";

  private final JobContext job;
  private final Set<Integer> approved = new HashSet<>();
  private final Set<Integer> unwanted = new HashSet<>();
  private boolean captionsApproved;
  private List<CaptionText> corrections = List.of();
  private Optional<Review> shown = Optional.empty();
  private Optional<ReviewDecision> decision = Optional.empty();

  Approvals(JobContext job) {
    this.job = job;
  }

  /** What is to be approved now, if something is. */
  Optional<Review> shown() {
    return shown;
  }

  /**
   * Whether a decision can be taken.
   *
   * @throws io.temporal.failure.ApplicationFailure saying {@link ReviewDecision#NOT_AWAITED} if
   *     nothing is to be approved, or what it names that is not shown
   */
  void check(ReviewDecision wanted) {
    Review review =
        shown.orElseThrow(
            () -> Failures.of(FailureType.INVALID_REQUEST, ReviewDecision.NOT_AWAITED));
    for (int clip : wanted.rejectClips()) {
      if (review.clips().stream().noneMatch(item -> item.index() == clip)) {
        throw Failures.of(
            FailureType.INVALID_REQUEST,
            "reject_clips names clip " + clip + ", which is not shown for approval");
      }
    }
    int captions = review.captions().map(SubtitlesResult::count).orElse(0);
    if (captions == 0 && !wanted.captions().isEmpty()) {
      throw Failures.of(FailureType.INVALID_REQUEST, "captions are not shown for approval");
    }
  }

  /** Takes a decision that was checked. */
  void decide(ReviewDecision taken) {
    if (decision.isEmpty()) {
      decision = Optional.of(taken);
      shown = Optional.empty();
      job.progress().holding().decided("approval_decided", sentence(taken));
    }
  }

  private static String sentence(ReviewDecision taken) {
    return "approved but for "
        + taken.rejectClips().size()
        + " clips; "
        + taken.captions().size()
        + " captions corrected";
  }

  /**
   * Waits until all that the request wants approved is approved. Clips that are not wanted are
   * replaced, and captions corrected.
   */
  void require(
      AudioAnalysis analysis, ClipGathering clips, ClipPool pool, NarrationBranch narration) {
    Optional<Approval> wanted = job.request().approve();
    if (wanted.isEmpty()) {
      return;
    }
    drop(pool, clips);
    narration.correct(analysis, corrections);
    for (Optional<Review> review = open(wanted.get(), clips, pool, narration);
        review.isPresent();
        review = open(wanted.get(), clips, pool, narration)) {
      ReviewDecision taken = ask(review.get());
      unwanted.addAll(taken.rejectClips());
      if (taken.rejectClips().isEmpty()) {
        review.get().clips().forEach(item -> approved.add(item.index()));
      }
      if (review.get().captions().isPresent()) {
        captionsApproved = true;
        corrections = taken.captions();
        narration.correct(analysis, corrections);
      }
      drop(pool, clips);
    }
  }

  /** What is not yet approved. */
  private Optional<Review> open(
      Approval wanted, ClipGathering clips, ClipPool pool, NarrationBranch narration) {
    List<ValidateBatch.Item> chosen = pool.approved();
    boolean unseen =
        wanted.ofClips() && chosen.stream().anyMatch(item -> !approved.contains(item.index()));
    Optional<SubtitlesResult> captions =
        narration
            .subtitles()
            .filter(made -> wanted.ofCaptions() && !captionsApproved && made.count() > 0);
    return unseen || captions.isPresent()
        ? Optional.of(
            new Review(unseen ? chosen : List.of(), clips.candidates(), captions, pool.narration()))
        : Optional.empty();
  }

  private ReviewDecision ask(Review review) {
    List<String> of = new ArrayList<>();
    if (!review.clips().isEmpty()) {
      of.add(Approval.CLIPS.label());
    }
    review.captions().ifPresent(captions -> of.add(Approval.CAPTIONS.label()));
    decision = Optional.empty();
    shown = Optional.of(review);
    Instant until = Instant.ofEpochMilli(job.now()).plus(JobLimits.APPROVAL);
    job.progress().holding().await(new ApprovalWait(of, until));
    try {
      NamedTimer.await(
          JobLimits.APPROVAL,
          "waits for approval of the " + String.join(" and the ", of),
          () -> decision.isPresent(),
          true);
    } finally {
      shown = Optional.empty();
    }
    if (decision.isEmpty()) {
      CancellationScope.throwCanceled();
    }
    return decision.orElseThrow(
        () ->
            Failures.of(
                FailureType.DEADLINE_EXCEEDED,
                "nobody approved the "
                    + String.join(" and the ", of)
                    + " within "
                    + JobLimits.APPROVAL.toDays()
                    + " days; retry it to be asked again"));
  }

  /** Takes out what is not wanted, as often as others that come in its place are not either. */
  private void drop(ClipPool pool, ClipGathering clips) {
    while (pool.approved().stream().anyMatch(item -> unwanted.contains(item.index()))) {
      for (ValidateBatch.Item item : pool.approved()) {
        if (unwanted.contains(item.index())) {
          String name = item.clip().name();
          pool.reject(item.index(), name, Rejection.of(Rejection.Reason.NOT_WANTED, NOT_WANTED));
          job.progress().event(Stage.VALIDATING_SHORTS, "clip_rejected", name + ": " + NOT_WANTED);
        }
      }
      job.progress().counts(pool.approvedCount(), pool.rejectedCount());
      clips.gather();
    }
  }
}
