package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The clips of a folder or a list, which a job with several phrases has for all of them. A clip is
 * of the phrase whose words its name has, one after the other: {@code boiling-river_2.mp4} of
 * "boiling river"; of several such phrases it is the longest. For one thread.
 */
final class OwnClips {
  private final List<String> phrases;
  private final Map<SourceName, CallResult<List<Candidate>>> asked =
      new EnumMap<>(SourceName.class);

  OwnClips(List<String> phrases) {
    this.phrases = phrases.stream().map(OwnClips::words).toList();
  }

  /** What a source has for a phrase; it is asked once. */
  CallResult<List<Candidate>> of(int phrase, ClipSource source, Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    CallResult<List<Candidate>> all = asked.get(source.name());
    if (all == null) {
      all = source.find(wanted, stop);
      asked.put(source.name(), all);
    }
    return all.then(clips -> new CallResult.Ok<>(named(clips, phrase)));
  }

  /** All that are of no phrase. */
  List<Candidate> ofNone() {
    List<Candidate> none = new ArrayList<>();
    for (CallResult<List<Candidate>> result : asked.values()) {
      if (result instanceof CallResult.Ok<List<Candidate>> ok) {
        none.addAll(named(ok.value(), -1));
      }
    }
    return none;
  }

  private List<Candidate> named(List<Candidate> clips, int phrase) {
    return clips.stream().filter(clip -> phrase(clip.name()) == phrase).toList();
  }

  private int phrase(String name) {
    String words = words(name);
    int best = -1;
    for (int i = 0; i < phrases.size(); i++) {
      boolean longer = best < 0 || phrases.get(i).length() > phrases.get(best).length();
      if (longer && !phrases.get(i).isBlank() && words.contains(phrases.get(i))) {
        best = i;
      }
    }
    return best;
  }

  /** Letters and digits in lower case, with one space round each word. */
  private static String words(String text) {
    return " "
        + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip()
        + " ";
  }
}
