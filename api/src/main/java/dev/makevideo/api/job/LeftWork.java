package dev.makevideo.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a finished job left in the store, as it is there now; all of it is marked as used, so that
 * it stays for a job that is made from it.
 *
 * @param object the groundwork, as the job that takes it up is told of it
 * @param candidates how many there are; absent: the list is gone, and clips are looked for again
 * @param lost approved clips that are there no longer
 * @param words whether what was heard is there
 */
record LeftWork(
    Optional<ObjectRef> object,
    Optional<Groundwork> groundwork,
    Optional<Integer> candidates,
    List<Integer> lost,
    boolean words) {
  private static final ObjectMapper JSON = Payloads.mapper();

  /** Looks for it. */
  static LeftWork of(VideoResult result, ArtifactStore store) throws IOException {
    Optional<Groundwork> found = Optional.empty();
    try {
      if (result.groundwork().isPresent()) {
        found =
            Optional.of(JSON.readValue(store.read(result.groundwork().get()), Groundwork.class));
      }
    } catch (MissingObjectException e) {
      // falls through: nothing is known any more
    }
    if (found.isEmpty()) {
      return new LeftWork(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);
    }
    Groundwork groundwork = found.get();
    List<Integer> lost = new ArrayList<>();
    for (ValidateBatch.Item item : groundwork.clips()) {
      if (!store.isThere(item.clip().object())) {
        lost.add(item.index());
      }
    }
    Optional<ObjectRef> transcript = groundwork.transcript().flatMap(TranscribeResult::transcript);
    return new LeftWork(
        result.groundwork(),
        found,
        candidates(groundwork, store),
        lost,
        transcript.isPresent() && store.isThere(transcript.get()));
  }

  private static Optional<Integer> candidates(Groundwork groundwork, ArtifactStore store)
      throws IOException {
    if (groundwork.candidates().isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode list = JSON.readTree(store.read(groundwork.candidates().get()));
      return Optional.of(list.path("candidates").size());
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  /** The clips of the finished video, while the list that they are of is there. */
  List<ValidateBatch.Item> clips() {
    return candidates.isPresent() ? groundwork.map(Groundwork::clips).orElse(List.of()) : List.of();
  }

  /** How many candidates nobody has tried yet. */
  int untried() {
    int tried = groundwork.map(known -> known.clips().size() + known.rejected().size()).orElse(0);
    return Math.max(0, candidates.orElse(0) - tried);
  }

  /**
   * The clip that a client names.
   *
   * @param named a whole number or a name
   * @throws ProblemException with 422 if there is none, or more than one
   */
  int clip(JsonNode named) {
    String field = RerenderOrder.REPLACE_CLIPS;
    String text = named.asText();
    List<Integer> found =
        clips().stream()
            .filter(
                item ->
                    named.isTextual()
                        ? item.clip().name().equals(text)
                        : item.index() == named.intValue())
            .map(ValidateBatch.Item::index)
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String shown = ProblemException.shortened(named.toString());
    throw ProblemException.value(
        field,
        text,
        found.isEmpty()
            ? field + " names " + shown + "; allowed: index or name of a clip in the manifest."
            : field + " names " + shown + ", as several clips are called: name its index.");
  }
}
