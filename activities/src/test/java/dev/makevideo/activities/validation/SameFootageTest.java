package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Likeness;
import dev.makevideo.workflows.footage.Looks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of many clips the validation calls the same footage: real files, really decoded. */
class SameFootageTest extends ValidationTestSetup {
  /** A clip as the workflow sees it. */
  private record Seen(String name, Looks looks) {
    boolean isSame(Seen other) {
      return Likeness.of(looks, other.looks).isSame();
    }
  }

  private Seen seen(String name, Path clip) throws Exception {
    ItemOutcome outcome = bench.withoutText().validate(clip);
    assertTrue(outcome.clip().isPresent(), () -> name + ": " + outcome);
    Fingerprint fingerprint = outcome.fingerprint().orElseThrow();
    assertTrue(fingerprint.text().length() <= Fingerprint.MOST_CHARACTERS, name);
    return new Seen(name, fingerprint.looks());
  }

  @Test
  void copiesAreFoundAndOtherFootageIsNot() throws Exception {
    List<Seen> different = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    int same = 0;
    int others = 0;
    List<String> sources = FootageKinds.sources();
    for (int i = 0; i < sources.size(); i++) {
      Path clip = bench.clips().clip(sources.get(i), "-t", "6", "-crf", "20");
      Seen original = seen("source " + i, clip);
      for (int j = 0; j < 3; j++) {
        FootageKinds.Copy copy = FootageKinds.COPIES.get((3 * i + j) % FootageKinds.COPIES.size());
        Seen copied = seen(copy.name() + " of source " + i, bench.clips().copy(clip, copy));
        same++;
        if (!original.isSame(copied)) {
          missed.add(copied.name + ": " + Likeness.of(original.looks, copied.looks));
        }
        for (Seen other : different) {
          others++;
          if (copied.isSame(other)) {
            wrong.add(copied.name + " and " + other.name);
          }
        }
      }
      different.add(original);
    }
    int alike = different.size();
    ClipMaker maker = new ClipMaker(bench.ffmpeg(), folder.resolve("even"));
    for (Path clip : maker.clips(12, 3)) {
      different.add(seen("" + clip.getFileName(), clip));
    }
    for (int i = 0; i < different.size(); i++) {
      for (int j = Math.max(i + 1, alike); j < different.size(); j++) {
        others++;
        if (different.get(i).isSame(different.get(j))) {
          wrong.add(different.get(i).name + " and " + different.get(j).name);
        }
      }
    }
    String found =
        "%d of %d copies, %d of %d others"
            .formatted(same - missed.size(), same, wrong.size(), others);
    System.out.println("called the same footage: " + found + "; " + missed + wrong);
    assertTrue(same >= 40 && others >= 200, found);
    assertTrue(missed.size() * 20 <= same, () -> found + "; missed " + missed);
    assertTrue(wrong.size() <= 1, () -> found + "; wrong " + wrong);
  }

  @Test
  void whatShowsNothingIsLikeNothing() throws Exception {
    for (String source : FootageKinds.plain()) {
      Path clip = bench.clips().clip(source, "-t", "3");
      Seen original = seen(source, clip);
      Seen copied = seen(source, bench.clips().copy(clip, FootageKinds.COPIES.get(1)));
      assertFalse(original.isSame(copied), source);
      assertFalse(original.isSame(original), source);
    }
  }

  @Test
  void aClipTooShortForAFingerprintIsApprovedAllTheSame() throws Exception {
    Seen shortest = seen("short", bench.clips().clip(CLEAN, "-t", "0.6"));
    assertFalse(shortest.isSame(shortest));
  }

  @Test
  void aClipIsDecodedOnceForAll() throws Exception {
    seen("any", bench.clips().clip(CLEAN, "-t", "2"));
    assertEquals(1, bench.checks());
  }
}
