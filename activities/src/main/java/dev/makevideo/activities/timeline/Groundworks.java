package dev.makevideo.activities.timeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.activities.source.UploadSource;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes up what an earlier job left, as far as the store still has it. Thread-safe. */
final class Groundworks {
  private static final String FOOTAGE_GONE =
      "what the earlier video was built of is there no longer: its clips are looked for again";
  private static final String WORDS_GONE =
      "what was heard for the earlier video is there no longer: it is heard again";

  private final ArtifactStore store;
  private final ClipPictures pictures;
  private final ObjectMapper mapper = Payloads.mapper();

  Groundworks(ArtifactStore store) {
    this.store = store;
    this.pictures = new ClipPictures(store);
  }

  /**
   * What is there; everything that is named in it was marked as used.
   *
   * @throws io.temporal.failure.ApplicationFailure not-found, if an upload is gone that takes a
   *     clip's place
   */
  RecalledGroundwork recall(VideoRequest request, RunningActivity activity) throws IOException {
    Rerender wanted =
        request
            .rerender()
            .orElseThrow(() -> Failures.of(FailureType.INTERNAL, "the job has no parent"));
    List<String> warnings = new ArrayList<>();
    Optional<Groundwork> groundwork = read(wanted.groundwork());
    Optional<RecalledGroundwork.Footage> footage = Optional.empty();
    Optional<TranscribeResult> transcript = Optional.empty();
    List<CaptionRound> rounds = new ArrayList<>();
    if (groundwork.isPresent()) {
      footage = footage(groundwork.get(), wanted, warnings, activity);
      if (wanted.keepsWords()) {
        transcript = transcript(groundwork.get(), warnings);
        rounds.addAll(groundwork.get().captions());
      }
    }
    if (footage.isEmpty()) {
      warnings.add(FOOTAGE_GONE);
    }
    if (!wanted.captions().isEmpty()) {
      rounds.add(new CaptionRound(wanted.captions()));
    }
    return new RecalledGroundwork(footage, transcript, rounds, warnings, activity.ranMillis());
  }

  private Optional<Groundwork> read(Optional<ObjectRef> object) throws IOException {
    if (object.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(mapper.readValue(store.read(object.get()), Groundwork.class));
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  private Optional<TranscribeResult> transcript(Groundwork groundwork, List<String> warnings)
      throws IOException {
    Optional<ObjectRef> object = groundwork.transcript().flatMap(TranscribeResult::transcript);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    if (!store.isThere(object.get())) {
      warnings.add(WORDS_GONE);
      return Optional.empty();
    }
    return groundwork.transcript();
  }

  private Optional<RecalledGroundwork.Footage> footage(
      Groundwork groundwork, Rerender wanted, List<String> warnings, RunningActivity activity)
      throws IOException {
    Optional<List<Candidate>> list = candidates(groundwork.candidates());
    if (list.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> lost = new ArrayList<>();
    for (ValidateBatch.Item item : groundwork.clips()) {
      if (store.isThere(item.clip().object())) {
        // It is not looked at again.
        pictures.note(activity.place(item.index()), item.clip().object());
      } else {
        lost.add(item.index());
      }
    }
    if (!lost.isEmpty()) {
      warnings.add(lost.size() + " clips of the earlier video are there no longer: fetched again");
    }
    List<Candidate> candidates = new ArrayList<>(list.get());
    int before = candidates.size();
    candidates.addAll(uploads(wanted.uploads(), before));
    List<Integer> own = new ArrayList<>();
    List<Integer> phraseOf = new ArrayList<>(groundwork.phraseOf());
    for (int index = before; index < candidates.size(); index++) {
      own.add(index);
      if (!phraseOf.isEmpty()) {
        phraseOf.add(phraseOf(groundwork, wanted, index - before));
      }
    }
    ObjectRef all =
        own.isEmpty()
            ? groundwork.candidates().orElseThrow()
            : store.put(mapper.writeValueAsBytes(new CandidateList(candidates)));
    return Optional.of(
        new RecalledGroundwork.Footage(
            all,
            candidates.size(),
            phraseOf,
            groundwork.clips(),
            lost,
            groundwork.used(),
            groundwork.rejected(),
            own));
  }

  /** An upload is shown where the clip was whose place it takes. */
  private static int phraseOf(Groundwork groundwork, Rerender wanted, int upload) {
    return upload < wanted.replaceClips().size()
        ? groundwork.phraseOf().get(wanted.replaceClips().get(upload))
        : ShotPlan.ANY;
  }

  private Optional<List<Candidate>> candidates(Optional<ObjectRef> object) throws IOException {
    if (object.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          mapper.readValue(store.read(object.get()), CandidateList.class).candidates());
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  private List<Candidate> uploads(Optional<ObjectRef> list, int first) throws IOException {
    return list.isEmpty()
        ? List.of()
        : UploadSource.candidates(
            mapper
                .readValue(
                    new Uploads(store).read(list.get(), "list of uploaded clips"),
                    UploadedClips.class)
                .clips(),
            first);
  }
}
