package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.progress.JobLog;
import dev.makevideo.workflows.stage.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clips' branch: search, then downloads and validations side by side, until the approved clips
 * cover the narration with a reserve, or no candidate is left.
 */
final class ClipGathering {
  private final JobContext job;
  private final ClipPool pool;
  private final DelayedQueue<ValidateBatch.Item> toValidate = new DelayedQueue<>();
  private final Validations validations;
  private Optional<Downloads> downloads = Optional.empty();
  private boolean downloadsEnded;
  private final Optional<PhraseNeeds> needs;
  private final Optional<KeptFootage> before;
  private int found;

  /**
   * @param needs what of each phrase is shown; absent: there is one phrase
   * @param before the clips of an earlier job, which are not looked for again; absent: all are
   */
  ClipGathering(
      JobContext job, ClipPool pool, Optional<PhraseNeeds> needs, Optional<KeptFootage> before) {
    this.needs = needs;
    this.before = before;
    this.job = job;
    this.pool = pool;
    this.validations = new Validations(job, pool, toValidate, () -> downloadsEnded);
  }

  /**
   * Gathers until there is enough or nothing is left. Called again after a clip was taken out, it
   * goes on where it stopped, and returns at once if nothing is needed or to be had.
   *
   * @throws io.temporal.failure.ApplicationFailure if no clip at all was approved
   */
  void gather() {
    JobLog.bind(job.request());
    if (downloads.isEmpty()) {
      downloads = Optional.of(before.isPresent() ? kept(before.get()) : fetch());
    }
    Downloads source = downloads.get();
    if (!pool.isEnough() && !(source.isExhausted() && toValidate.isEmpty())) {
      job.progress().start(Stage.DOWNLOADING_SHORTS, 0);
      job.progress().start(Stage.VALIDATING_SHORTS, 0);
      downloadsEnded = false;
      ParallelBranches.run(
          () -> {
            JobLog.bind(job.request());
            source.run();
            downloadsEnded = true;
            job.progress().complete(Stage.DOWNLOADING_SHORTS);
          },
          () -> {
            JobLog.bind(job.request());
            validations.run();
            job.progress().complete(Stage.VALIDATING_SHORTS);
          });
      before.ifPresent(footage -> warnOfLack(footage, source));
    }
    if (pool.approvedCount() == 0) {
      throw Failures.of(
          FailureType.TOO_LITTLE_FOOTAGE,
          "none of "
              + found
              + " candidates can be used"
              + (pool.rejectedCount() == 0 ? "" : ": " + pool.rejections())
              + "; try another query, more shorts, or other clips");
    }
  }

  /** The job's list of candidates, once there is one. */
  Optional<ObjectRef> candidates() {
    return downloads.map(Downloads::candidates);
  }

  /** Candidates that are not to be tried again: those of the earlier job, too. */
  List<Integer> rejected() {
    return Stream.concat(
            before.stream().flatMap(kept -> kept.footage().rejected().stream()),
            pool.rejected().stream().map(RejectedClip::index))
        .distinct()
        .sorted()
        .toList();
  }

  private Downloads kept(KeptFootage footage) {
    job.progress().skip(Stage.FETCHING_SHORTS, NarrationBranch.KEPT);
    job.progress().skip(Stage.DOWNLOADING_SHORTS, NarrationBranch.KEPT);
    job.progress().skip(Stage.VALIDATING_SHORTS, NarrationBranch.KEPT);
    pool.keep(footage);
    footage
        .unwanted()
        .forEach(
            item ->
                pool.reject(
                    item.index(),
                    item.clip().name(),
                    Rejection.of(Rejection.Reason.NOT_WANTED, "another clip takes its place")));
    needs.ifPresent(shown -> pool.share(new PhraseShares(shown, footage.footage().phraseOf())));
    job.progress().counts(pool.approvedCount(), pool.rejectedCount());
    found = footage.footage().count();
    return new Downloads(job, pool, footage.footage().candidates(), footage.untried(), toValidate);
  }

  private void warnOfLack(KeptFootage footage, Downloads source) {
    if (!pool.isEnough() && source.isExhausted() && !footage.replaced().isEmpty()) {
      job.progress().warn(List.of("no other candidate was left for some of the replaced clips"));
    }
  }

  private Downloads fetch() {
    job.progress().start(Stage.FETCHING_SHORTS, 0);
    StageWaits waits = job.serviceWaits();
    while (true) {
      ClipActivities activities =
          job.activities(
              ClipActivities.class,
              needs.isPresent()
                  ? job.activityOptions().fetchPhrases(needs.get().shown().size())
                  : job.activityOptions().fetchShorts(job.request().query()));
      FetchResult result =
          job.counted(
              Stage.FETCHING_SHORTS,
              needs.isPresent()
                  ? activities.fetchPhrases(job.request(), needs.get())
                  : activities.fetchShorts(job.request()));
      Optional<ServiceWait> wait = result.waitFor();
      if (wait.isPresent()) {
        job.awaitService(Stage.FETCHING_SHORTS, waits, wait.get(), () -> false);
        continue;
      }
      found = Math.min(result.count(), job.request().maxShorts());
      job.progress().update(Stage.FETCHING_SHORTS, found, found, 1);
      needs.ifPresent(shown -> pool.share(new PhraseShares(shown, result.phrases())));
      job.progress().warn(result.warnings());
      job.progress().complete(Stage.FETCHING_SHORTS);
      return new Downloads(
          job,
          pool,
          result
              .candidates()
              .orElseThrow(
                  () -> Failures.of(FailureType.INTERNAL, "fetchShorts gave no candidates")),
          found,
          toValidate);
    }
  }
}
