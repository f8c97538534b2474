package dev.makevideo.api.job;

import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a video keeps of the one that it is made from.
 *
 * @param left what is there of it
 * @param replaced its clips that are not to be shown
 * @param own how many uploads take their places
 * @param words whether what was heard is kept
 */
record Reuse(VideoRequest request, LeftWork left, List<Integer> replaced, int own, boolean words) {
  /** The request with what is kept and what is done anew. */
  Rerendering.Made made() {
    List<String> reused = new ArrayList<>();
    List<String> remade = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    boolean footage = left.candidates().isPresent();
    (footage ? reused : remade).add(Stage.FETCHING_SHORTS.label());
    List<String> clips = footage && !fetches() ? reused : remade;
    clips.add(Stage.DOWNLOADING_SHORTS.label());
    clips.add(Stage.VALIDATING_SHORTS.label());
    if (!footage) {
      notes.add("What the video was built of is there no longer: its clips are looked for again.");
    } else if (fetches()) {
      notes.add("Only clips that take others' places, or are there no longer, are fetched.");
    }
    boolean captions = request.subtitleStyle() != SubtitleStyle.NONE;
    if (captions || request.phrases().filter(Phrases::needWords).isPresent()) {
      (words ? reused : remade).add(Stage.TRANSCRIBING.label());
    }
    if (captions) {
      remade.add(Stage.GENERATING_SUBTITLES.label());
    }
    remade.add(Stage.BUILDING_VIDEO.label());
    remade.add(Stage.FINALIZING.label());
    String parent = request.rerender().orElseThrow().parent().value();
    return new Rerendering.Made(request, new Lineage(parent, reused, remade), notes);
  }

  private boolean fetches() {
    boolean lost = left.lost().stream().anyMatch(clip -> !replaced.contains(clip));
    List<Integer> missing =
        Stream.concat(left.lost().stream(), replaced.stream()).distinct().toList();
    boolean enough =
        left.groundwork()
            .filter(known -> known.suffices(request.narrationDuration(), missing))
            .isPresent();
    return lost || own > 0 || !enough;
  }
}
