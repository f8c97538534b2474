package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationActivitiesTest extends ValidationTestSetup {
  @ParameterizedTest
  @ValueSource(strings = {"24", "25", "30000/1001", "30", "60"})
  void aCleanClipIsApprovedWithItsExactDuration(String rate) throws Exception {
    Path clip = bench.clips().clip("mandelbrot=s=320x240:r=" + rate, "-t", "3");

    ItemOutcome outcome = bench.validate(clip);

    assertEquals(Duration.ofSeconds(3), outcome.clip().orElseThrow().duration());
    assertEquals(320, outcome.clip().orElseThrow().width());
    assertEquals(240, outcome.clip().orElseThrow().height());
    assertEquals("clip-0", outcome.clip().orElseThrow().name());
  }

  @Test
  void withoutTheSearchForTextTheDurationIsCountedAllTheSame() throws Exception {
    Path clip =
        bench.clips().clip(CLEAN, append(bench.clips().text("HELLO THERE", "1"), "-t", "2"));

    ItemOutcome outcome = bench.withoutText().validate(clip);

    assertEquals(Duration.ofSeconds(2), outcome.clip().orElseThrow().duration());
    assertEquals(0, bench.counter("ocr.frames.processed"));
  }

  @Test
  void aTurnedClipIsMeasuredUpright() throws Exception {
    Path flat = bench.clips().clip(CLEAN, "-t", "1");
    Path turned = bench.turned(flat);

    ItemOutcome outcome = bench.validate(turned);

    assertEquals(240, outcome.clip().orElseThrow().width());
    assertEquals(320, outcome.clip().orElseThrow().height());
  }

  @Test
  void aClipWithTextIsRejectedAndSaysWhatItReads() throws Exception {
    Path clip =
        bench.clips().clip(CLEAN, append(bench.clips().text("SUBSCRIBE NOW", "1"), "-t", "3"));

    ItemOutcome outcome = bench.validate(clip);

    assertEquals(Reason.TEXT_FOUND, outcome.rejection().orElseThrow().reason());
    assertEquals(
        "text \"SUBSCRIBE NOW\" in 3 of 3 frames", outcome.rejection().orElseThrow().message());
    assertTrue(outcome.rejection().orElseThrow().confidence().orElseThrow() > 0.75);
    assertEquals(1, bench.rejected());
    assertEquals(3, bench.counter("ocr.frames.processed"));
  }

  @ParameterizedTest
  @CsvSource({"0", "0.9", "1.7", "2.8", "4.8"})
  void textOfOnlyAMomentIsFound(String from) throws Exception {
    String moment = "between(t,%s,%s+1.2)".formatted(from, from);
    Path clip =
        bench.clips().clip(CLEAN, append(bench.clips().text("wait for it", moment), "-t", "6"));

    ItemOutcome outcome = bench.validate(clip);

    assertEquals(Reason.TEXT_FOUND, outcome.rejection().orElseThrow().reason());
  }

  @Test
  void brokenFilesAreUnusableAndSayWhy() throws Exception {
    byte[] whole = Files.readAllBytes(bench.clips().clip(CLEAN, "-t", "1"));
    Path cut = bench.clips().file("cut.mp4", Arrays.copyOf(whole, whole.length / 2));
    Path empty = bench.clips().file("empty.mp4", new byte[0]);
    Path noise =
        bench.clips().file("noise.mp4", "not a video".repeat(99).getBytes(StandardCharsets.UTF_8));
    Path sound = bench.sound();
    Path flash = bench.clips().clip(CLEAN, "-frames:v", "3");

    for (ItemOutcome outcome : bench.validateAll(cut, empty, noise, sound, flash)) {
      String message = outcome.rejection().orElseThrow().message();
      assertEquals(Reason.UNUSABLE, outcome.rejection().orElseThrow().reason());
      assertTrue(message.length() > 10 && !message.contains(folder.toString()), message);
    }
    assertEquals(5, bench.rejected());
  }

  @Test
  void aPlaylistThatNamesAnotherFileIsNotOpened() throws Exception {
    Path secret = bench.clips().clip(CLEAN, "-t", "1");
    Path playlist =
        bench
            .clips()
            .file(
                "list.mp4",
                ("ffconcat version 1.0\nfile " + secret.getFileName() + "\n")
                    .getBytes(StandardCharsets.UTF_8));

    ItemOutcome outcome = bench.validate(playlist);

    assertEquals(Reason.UNUSABLE, outcome.rejection().orElseThrow().reason());
  }

  @Test
  void ofAClipThatIsCutOffTheUsablePartIsCounted() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            bench.clips().clip(CLEAN, "-t", "4", "-g", "10", "-movflags", "+faststart"));
    Path cut = bench.clips().file("cut.mp4", Arrays.copyOf(whole, whole.length * 3 / 4));

    Duration counted = bench.validate(cut).clip().orElseThrow().duration();

    assertTrue(counted.toMillis() > 1000 && counted.toMillis() < 4000, counted::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trim=0:5,fade=in:st=0.5:d=0.5,fade=out:st=4:d=0.5           |  19 114
          trim=0:5,drawbox=t=fill:color=black:enable='between(t,2,3)' |   0  59   92  58
          setpts='(N+80*gt(N,90))/30/TB',fps=30,trim=0:7 |   0  91  171  39
          """)
  void whatIsBlackOrStandsStillIsNotShown(String filters, String expected) throws Exception {
    Path clip = bench.clips().clip("mandelbrot=s=320x240:r=30", "-vf", filters, "-qp", "0");

    Clip checked = bench.withoutText().validate(clip).clip().orElseThrow();

    List<Integer> frames = new ArrayList<>();
    for (Clip.Span span : checked.spans()) {
      frames.add(FrameGrid.framesOf(span.start()));
      frames.add(FrameGrid.framesOf(span.length()));
    }
    assertEquals(expected.replaceAll("\\s+", ", "), frames.toString().replaceAll("[\\[\\]]", ""));
  }

  @Test
  void barsBesideThePictureAreNotShown() throws Exception {
    Path clip =
        bench.clips().clip("mandelbrot=s=240x180:r=30", "-vf", "pad=320:240:40:30", "-t", "2");

    Clip checked = bench.withoutText().validate(clip).clip().orElseThrow();

    assertEquals(320, checked.width());
    assertEquals(Optional.of(new Clip.Area(9, 9, 46, 46)), checked.picture());
  }

  @Test
  void aBlackClipIsUnusable() throws Exception {
    Path clip = bench.clips().clip("color=black:s=320x240:r=30", "-t", "2");

    ItemOutcome outcome = bench.validate(clip);

    assertEquals(
        "nowhere is there half a second of it that is not black",
        outcome.rejection().orElseThrow().message());
  }

  @Test
  void aClipOfOneStillPictureIsShown() throws Exception {
    Path clip = bench.clips().clip("testsrc2=s=320x240:r=30", "-vf", "loop=-1:size=1", "-t", "5");

    Clip checked = bench.withoutText().validate(clip).clip().orElseThrow();

    assertEquals(Duration.ofSeconds(5), checked.worthShowing());
  }

  @Test
  void aClipOfManyMinutesIsSampledLessOften() throws Exception {
    Path clip = bench.clips().clip(CLEAN, "-t", "6");

    bench.claiming(Duration.ofMinutes(3)).validate(clip);

    assertEquals(2, bench.counter("ocr.frames.processed"));
  }

  private static String[] append(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
