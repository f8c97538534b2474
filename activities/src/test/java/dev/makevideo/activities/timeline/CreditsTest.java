package dev.makevideo.activities.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Credit;
import dev.makevideo.activities.source.Licence;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CreditsTest {
  private static final ObjectRef REF = new ObjectRef("ab".repeat(32), 1);

  private static Licence licence(boolean shareAlike) {
    String kind = shareAlike ? "by-sa" : "by";
    return new Licence(
        "cc-" + kind + "-4.0",
        "CC " + (shareAlike ? "BY-SA" : "BY") + " 4.0",
        Optional.of("https://creativecommons.org/licenses/" + kind + "/4.0/"),
        shareAlike);
  }

  private static VideoReport report(List<VideoReport.UsedClip> clips) {
    return report(clips, Optional.empty());
  }

  private static VideoReport report(List<VideoReport.UsedClip> clips, Optional<Music> music) {
    return new VideoReport(
        "mv-1",
        Optional.empty(),
        VideoRequest.builder()
            .storeId("s")
            .correlationId("c")
            .query("q")
            .narration(REF)
            .narrationDuration(Duration.ofSeconds(300))
            .aspectRatio(AspectRatio.SQUARE_1_1)
            .music(music)
            .build(),
        new VideoReport.Output(REF, Optional.empty(), Optional.empty(), 300, 0, 50, 50),
        clips,
        clips.size(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of());
  }

  private static VideoReport.UsedClip clip(int index, Optional<Credit> credit, double at) {
    return new VideoReport.UsedClip(
        index,
        "name " + index,
        "ab".repeat(32),
        Optional.of(credit.isPresent() ? "commons" : "folder"),
        "x",
        credit,
        Optional.empty(),
        List.of(new VideoReport.Use(0, at, 0, 6)));
  }

  private static Optional<Credit> credit(int number, boolean shareAlike) {
    return Optional.of(
        new Credit(
            "clip\n" + number,
            "Ann\u202e " + number,
            "https://h.example/page/" + number,
            licence(shareAlike)));
  }

  @Test
  void fiftyClipsAreAllCreditedInTheOrderInWhichTheyAreShown() {
    List<VideoReport.UsedClip> clips = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clips.add(clip(i, credit(i, false), 294 - i * 6.0));
    }
    String text = Credits.of(report(clips)).orElseThrow();
    int before = -1;
    for (int i = 49; i >= 0; i--) {
      int second = 294 - i * 6;
      String entry =
          "\"clip %d\" by Ann %d\n".formatted(i, i)
              + "  source: Wikimedia Commons, https://h.example/page/%d\n".formatted(i)
              + "  licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/\n"
              + "  changed: cut, scaled and cropped, without its sound, with captions where there"
              + " are any\n"
              + "  shown at %d:%02d\n".formatted(second / 60, second % 60);
      int at = text.indexOf(entry);
      assertTrue(at > before, "clip " + i + " in " + text);
      before = at;
    }
    assertEquals(50, Pattern.compile("licence:").matcher(text).results().count());
  }

  @Test
  void aShareAlikeClipPutsTheVideoUnderItsLicence() {
    String text =
        Credits.of(report(List.of(clip(0, credit(0, true), 0), clip(1, credit(1, false), 6))))
            .orElseThrow();
    assertTrue(text.contains("must do so under the same licence: CC BY-SA 4.0\n"), text);
  }

  @Test
  void musicIsNamedBesideTheClipsAndWhereThereIsNobodyElseToCredit() {
    Optional<Music> song = Optional.of(new Music(REF, "My Song.mp3", -18));
    String line = "Music that the job itself brought, whose licence is unknown: My Song.mp3\n";
    assertEquals(
        line, Credits.of(report(List.of(clip(0, Optional.empty(), 0)), song)).orElseThrow());
    String both = Credits.of(report(List.of(clip(0, credit(0, false), 0)), song)).orElseThrow();
    assertTrue(both.startsWith("This video shows clips") && both.endsWith("\n\n" + line), both);
  }

  @Test
  void whereAllIsTheUsersOwnThereIsNobodyToCredit() {
    assertTrue(Credits.of(report(List.of(clip(0, Optional.empty(), 0)))).isEmpty());
  }
}
