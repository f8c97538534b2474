package dev.makevideo.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.ApprovalWait;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows what a job wants approved, and takes what a person decides. Thread-safe. */
final class JobReviews {
  private static final int AGAIN_SECONDS = 5;
  private static final String REJECT_CLIPS = "reject_clips";
  private static final String CAPTIONS = "captions";

  private final LiveQuery live;
  private final JobResourceAssembler resources;
  private final CallDeadline deadline;
  private final ArtifactStore store;
  private final ObjectMapper mapper = new ObjectMapper();

  JobReviews(
      LiveQuery live, JobResourceAssembler resources, CallDeadline deadline, ArtifactStore store) {
    this.live = live;
    this.resources = resources;
    this.deadline = deadline;
    this.store = store;
  }

  /** A decision as it is sent; what is left out is empty. */
  record Sent(@JsonProperty(REJECT_CLIPS) List<Integer> rejectClips, List<Text> captions) {
    /** All is good. */
    static final Sent GOOD = new Sent(List.of(), List.of());

    Sent {
      rejectClips = present(REJECT_CLIPS, rejectClips);
      captions = present(CAPTIONS, captions);
    }

    private static <T> List<T> present(String field, @Nullable List<T> sent) {
      if (sent != null && sent.stream().anyMatch(Objects::isNull)) {
        throw ProblemException.value(field, "null", field + " has an entry that is null.");
      }
      return sent == null ? List.of() : List.copyOf(sent);
    }

    /** A caption's new text. */
    record Text(int index, String text) {
      Text {
        text = Objects.requireNonNullElse(text, "");
      }
    }
  }

  /**
   * What waits for approval.
   *
   * @throws ProblemException with 409 if nothing does, with 503 if no worker tells
   */
  JobReview of(JobLookup.Job job) throws IOException {
    ApprovalWait wait = awaited(job);
    Review review = asked(job);
    JsonNode candidates = candidates(review);
    List<JobReview.Shown> clips =
        review.clips().stream().map(item -> shown(item, candidates)).toList();
    String self = JobResourceAssembler.self(job.id().value());
    return new JobReview(
        job.id().value(),
        wait.until(),
        wait.of(),
        clips,
        captions(review),
        review.clips().stream().mapToLong(i -> i.clip().worthShowing().toMillis()).sum() / 1000.0,
        review.narration().toMillis() / 1000.0,
        Map.of("job", self, "approve", self + "/approve"));
  }

  /**
   * Takes a decision.
   *
   * @throws ProblemException with 409 if nothing waits for one, with 422 naming field and value if
   *     it is not allowed, with 503 if no worker takes it
   */
  void decide(JobLookup.Job job, Sent sent) throws IOException {
    awaited(job);
    ReviewDecision decision = checked(sent, asked(job));
    UpdateOptions<Void> options =
        UpdateOptions.newBuilder(Void.class)
            .setUpdateName(MakeVideoWorkflow.APPROVE)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    try {
      deadline.run(() -> job.stub().startUpdate(options, decision).getResult());
    } catch (WorkflowUpdateException e) {
      throw refused(e);
    } catch (WorkflowNotFoundException e) {
      throw notAwaited();
    } catch (WorkflowUpdateTimeoutOrCancelledException e) {
      throw unanswered();
    }
  }

  private ApprovalWait awaited(JobLookup.Job job) {
    return Optional.of(job)
        .filter(JobLookup.Job::isOpen)
        .flatMap(resources::view)
        .flatMap(JobView::hold)
        .flatMap(JobHold::approval)
        .orElseThrow(JobReviews::notAwaited);
  }

  private Review asked(JobLookup.Job job) {
    Optional<Review> review = live.ask(job.id().value(), "review", Review.class);
    return review.orElseThrow(JobReviews::unanswered);
  }

  private static ProblemException notAwaited() {
    return new ProblemException(ProblemType.CONFLICT, "The job does not wait for approval.");
  }

  private static ProblemException unanswered() {
    return ProblemException.later(
        ProblemType.DEPENDENCY_UNAVAILABLE,
        "What is to be approved is told by a worker, and none answers. Nothing is lost: start a"
            + " worker, or ask again.",
        AGAIN_SECONDS);
  }

  private static ProblemException refused(WorkflowUpdateException e) {
    if (e.getCause() instanceof ApplicationFailure failure
        && !failure.getOriginalMessage().equals(ReviewDecision.NOT_AWAITED)) {
      return new ProblemException(
              ProblemType.INVALID_REQUEST, sentence(failure.getOriginalMessage()))
          .withStatus(422);
    }
    return notAwaited();
  }

  private static String sentence(@Nullable String part) {
    String text = String.valueOf(part);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private ReviewDecision checked(Sent sent, Review review) throws IOException {
    for (int clip : sent.rejectClips()) {
      if (review.clips().stream().noneMatch(item -> item.index() == clip)) {
        throw ProblemException.value(
            REJECT_CLIPS,
            Integer.toString(clip),
            "reject_clips names clip " + clip + "; allowed: indexes of the clips that are shown.");
      }
    }
    int most = sent.captions().isEmpty() ? 0 : captions(review).size();
    List<CaptionText> texts = new ArrayList<>();
    for (Sent.Text caption : sent.captions()) {
      if (caption.index() > most) {
        throw ProblemException.value(
            CAPTIONS,
            Integer.toString(caption.index()),
            "captions names caption "
                + caption.index()
                + (most == 0 ? "; no captions are shown." : "; allowed: 1 to " + most + "."));
      }
      try {
        texts.add(new CaptionText(caption.index(), caption.text()));
      } catch (IllegalArgumentException e) {
        throw ProblemException.value(CAPTIONS, caption.text(), sentence(e.getMessage()));
      }
    }
    try {
      return new ReviewDecision(sent.rejectClips(), texts);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      String field = why.startsWith(REJECT_CLIPS) ? REJECT_CLIPS : CAPTIONS;
      throw ProblemException.value(field, null, why + ".");
    }
  }

  private List<SubRip.Caption> captions(Review review) throws IOException {
    return review.captions().isEmpty()
        ? List.of()
        : SubRip.read(
            new String(store.read(review.captions().get().srt()), StandardCharsets.UTF_8));
  }

  /** What the sources said of them; empty if that is gone: the clips can be judged without. */
  private JsonNode candidates(Review review) throws IOException {
    if (review.candidates().isEmpty() || review.clips().isEmpty()) {
      return mapper.createArrayNode();
    }
    try {
      return mapper.readTree(store.read(review.candidates().get())).path("candidates");
    } catch (MissingObjectException e) {
      return mapper.createArrayNode();
    }
  }

  private static JobReview.Shown shown(ValidateBatch.Item item, JsonNode candidates) {
    JsonNode candidate = candidates.path(item.index());
    JsonNode credit = candidate.path("credit");
    return new JobReview.Shown(
        item.index(),
        item.clip().name(),
        item.clip().duration().toMillis() / 1000.0,
        item.clip().width(),
        item.clip().height(),
        text(candidate.path("origin")).or(() -> text(candidate.path("kind"))),
        text(credit.path("title")),
        text(credit.path("author")),
        text(credit.path("page")),
        text(credit.path("licence").path("name")));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asText("")).filter(value -> !value.isBlank());
  }
}
