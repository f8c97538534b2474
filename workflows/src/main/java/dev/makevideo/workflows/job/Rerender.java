package dev.makevideo.workflows.job;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which finished video another one is made, and what is other in it.
 *
 * @param parent the id of the job that made it
 * @param groundwork what that job was built of, as a JSON object; absent: it is not known any more,
 *     and all stages run
 * @param keepsWords whether what was heard in the narration is still what is shown
 * @param captions what captions are to say, as the parent's files count them
 * @param replaceClips candidates of the parent that are not to be shown
 * @param uploads the list of uploaded clips that take their places, in their order; absent: other
 *     candidates do
 */
public record Rerender(
    JobId parent,
    Optional<ObjectRef> groundwork,
    boolean keepsWords,
    List<CaptionText> captions,
    List<Integer> replaceClips,
    Optional<ObjectRef> uploads) {

  /**
   * @throws IllegalArgumentException if a clip or a caption is named twice, or there are too many
   */
  public Rerender {
    Objects.requireNonNull(parent, "parent");
    groundwork = absentIfNull(groundwork);
    uploads = absentIfNull(uploads);
    captions = List.copyOf(Objects.requireNonNullElse(captions, List.of()));
    replaceClips = List.copyOf(Objects.requireNonNullElse(replaceClips, List.of()));
    new ReviewDecision(List.of(), captions); // has the same bounds
    Set<Integer> seen = new HashSet<>();
    for (int clip : replaceClips) {
      if (!seen.add(clip)) {
        throw new IllegalArgumentException("replace_clips names clip " + clip + " twice");
      }
    }
  }

  private static Optional<ObjectRef> absentIfNull(@Nullable Optional<ObjectRef> object) {
    return object == null ? Optional.empty() : object;
  }
}
