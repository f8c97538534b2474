package dev.makevideo.activities.timeline;

import dev.makevideo.activities.source.Credit;
import dev.makevideo.activities.source.Licence;
import dev.makevideo.workflows.job.SourceName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text that goes with a video in which other people's clips are shown: title, author, source,
 * licence with its address, and that the clip was changed, as the Creative Commons licences ask
 * (4.0, section 3(a)(1)).
 */
final class Credits {
  private static final String HEAD = "This video shows clips by other people.\n";
  private static final String MUSIC =
      "\nMusic that the job itself brought, whose licence is unknown: ";
  private static final String CHANGED =
      "changed: cut, scaled and cropped, without its sound, with captions where there are any";

  private Credits() {}

  /** The credits of a report's clips as they are shown, and of its music; empty: nobody's. */
  static Optional<String> of(VideoReport report) {
    List<VideoReport.UsedClip> shown =
        report.clips().stream()
            .sorted(Comparator.comparingDouble(clip -> clip.shown().get(0).at()))
            .toList();
    Optional<String> music = report.request().music().map(one -> MUSIC + one.name() + "\n");
    if (shown.stream().allMatch(clip -> clip.credit().isEmpty())) {
      return music.map(String::stripLeading);
    }
    StringBuilder text = new StringBuilder(HEAD);
    shown.stream().filter(clip -> clip.credit().isPresent()).forEach(clip -> add(text, clip));
    String alike =
        shown.stream()
            .flatMap(clip -> clip.credit().stream())
            .map(Credit::licence)
            .filter(Licence::shareAlike)
            .map(Licence::name)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!alike.isEmpty()) {
      text.append("\nShare-alike: whoever publishes this video must do so under the same licence: ")
          .append(alike)
          .append('\n');
    }
    String others =
        shown.stream()
            .filter(clip -> clip.credit().isEmpty())
            .map(VideoReport.UsedClip::name)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      text.append("\nOf these clips, which the job itself named, the licence is unknown: ")
          .append(others)
          .append('\n');
    }
    music.ifPresent(text::append);
    return Optional.of(text.toString());
  }

  private static void add(StringBuilder text, VideoReport.UsedClip clip) {
    Credit credit = clip.credit().orElseThrow();
    String source = clip.source().map(SourceName::of).map(SourceName::title).orElse("");
    String times =
        clip.shown().stream().map(use -> clock(use.at())).collect(Collectors.joining(", "));
    text.append('\n')
        .append("\"%s\" by %s\n".formatted(credit.title(), credit.author()))
        .append("  source: %s, %s\n".formatted(source, credit.page()))
        .append("  licence: ")
        .append(credit.licence().name())
        .append(credit.licence().address().map(address -> ", " + address).orElse(""))
        .append("\n  %s\n  shown at %s\n".formatted(CHANGED, times));
  }

  /** Minutes and seconds. */
  private static String clock(double seconds) {
    int whole = (int) seconds;
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
