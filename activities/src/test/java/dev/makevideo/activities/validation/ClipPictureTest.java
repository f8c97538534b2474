package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.job.ObjectRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures by which people know clips, read by another decoder than ffmpeg's. */
class ClipPictureTest extends ValidationTestSetup {
  private BufferedImage picture(int index) throws IOException {
    Path file = bench.picture(index).orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(0xffd8, (bytes[0] & 0xff) << 8 | bytes[1] & 0xff);
    assertTrue(bytes.length < 30_000, () -> bytes.length + " bytes");
    return Objects.requireNonNull(ImageIO.read(file.toFile()), "no picture");
  }

  private static List<Integer> size(BufferedImage picture) {
    return List.of(picture.getWidth(), picture.getHeight());
  }

  /** Red, green and blue in the middle, each in 256ths. */
  private static int[] middle(BufferedImage picture) {
    int rgb = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
    return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
  }

  @ParameterizedTest
  @CsvSource({
    "1280x720, 1, 240, 136",
    "540x960, 1, 136, 240",
    "160x120, 1, 160, 120",
    "640x480, 4/3, 240, 136",
    "320x2, 1, 240, 2"
  })
  void itHasTheShapeThatIsSeen(String frame, String sar, int width, int height) throws Exception {
    Path clip =
        bench.clips().clip("mandelbrot=s=" + frame + ":r=30", "-vf", "setsar=" + sar, "-t", "1");

    bench.withoutText().validate(clip);

    assertEquals(List.of(width, height), size(picture(0)));
  }

  @Test
  void aTurnedClipStandsUpright() throws Exception {
    bench.withoutText().validate(bench.turned(bench.clips().clip(CLEAN, "-t", "1")));

    assertEquals(List.of(180, 240), size(picture(0)));
  }

  /** Black, then red for a second, then green. */
  @Test
  void itShowsTheMiddleOfWhatIsUsed() throws Exception {
    String red = "drawbox=t=fill:color=red:enable='between(t,3,4)'";
    String green = "drawbox=t=fill:color=lime:enable='between(t,4.01,9)'";
    Path clip =
        bench.clips().clip("color=black:s=320x240:r=30", "-vf", red + "," + green, "-t", "6");

    bench.withoutText().validate(clip);

    int[] colour = middle(picture(0));
    assertTrue(
        colour[0] < 60 && colour[1] > 200 && colour[2] < 60,
        () -> List.of(colour[0], colour[1], colour[2]).toString());
  }

  @Test
  void rejectedClipsHaveOneWhereAFrameCanBeDecoded() throws Exception {
    Path text = bench.clips().clip(CLEAN, concat(bench.clips().text("BUY NOW", "1"), "-t", "2"));
    Path flash = bench.clips().clip(CLEAN, "-frames:v", "3");
    Path garbage =
        bench.clips().file("noise.mp4", "not a video".repeat(99).getBytes(StandardCharsets.UTF_8));

    List<ItemOutcome> outcomes = bench.validateAll(text, flash, garbage, bench.sound());

    assertEquals(Reason.TEXT_FOUND, outcomes.get(0).rejection().orElseThrow().reason());
    outcomes.forEach(outcome -> assertTrue(outcome.rejection().isPresent(), outcome::toString));
    assertEquals(List.of(240, 180), size(picture(0)));
    assertEquals(List.of(240, 180), size(picture(1)));
    assertEquals(Optional.empty(), bench.picture(2));
    assertEquals(Optional.empty(), bench.picture(3));
  }

  @Test
  void whereHeadersClaimTooMuchTheFirstFrameIsShown() throws Exception {
    Path flash = bench.clips().clip(CLEAN, "-frames:v", "3");

    bench.claiming(Duration.ofHours(90)).validate(flash);

    assertEquals(List.of(240, 180), size(picture(0)));
  }

  @Test
  void aKnownVerdictHasAPictureToo() throws Exception {
    ObjectRef clip = bench.store().put(bench.clips().clip(CLEAN, "-t", "1"));
    bench.validate(clip);
    bench.storeFolder().lose("clip-picture");
    assertEquals(Optional.empty(), bench.picture(0));
    int runs = bench.runs();

    bench.validate(clip);

    assertEquals(List.of(240, 180), size(picture(0)));
    assertEquals(1, bench.runs() - runs);
  }

  @Test
  void aClipOfWhichNothingCanBeShownIsTriedOnce() throws Exception {
    ObjectRef clip = bench.store().put(bench.sound());
    bench.validate(clip);
    assertEquals(Optional.empty(), bench.picture(0));
    int runs = bench.runs();

    bench.validate(clip);

    assertEquals(0, bench.runs() - runs);
  }

  @Test
  void withoutRoomForItTheVerdictStandsAllTheSame() throws Exception {
    ObjectRef clip = bench.store().put(bench.clips().clip(CLEAN, "-t", "1"));
    ItemOutcome first = bench.validate(clip);
    bench.storeFolder().lose("clip-picture");
    bench.writingTo("picture.jpg", Path.of("/dev/full"));

    assertEquals(first, bench.validate(clip));
    assertEquals(Optional.empty(), bench.picture(0));

    int runs = bench.runs();
    bench.validate(clip);
    assertTrue(bench.runs() > runs, "it is not the clip's fault, and tried again");
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }
}
