package dev.makevideo.activities.ocr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRecognizerTest {
  private static final double SURE = 0.75;

  @TempDir static Path folder;
  private static TestFrames frames;
  private static TextRecognizer recognizer;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    frames = new TestFrames(folder);
    recognizer = new TextRecognizer(folder.resolve("native"), 1);
  }

  @AfterAll
  static void close() {
    recognizer.close();
    frames.close();
  }

  /** On a worker's thread of 1 MiB, loading the models once killed the process. */
  @Test
  void readsOnAThreadWithALittleStack() throws InterruptedException, ExecutionException {
    FutureTask<List<FoundText>> task =
        new FutureTask<>(
            () -> {
              try (TextRecognizer fresh = new TextRecognizer(folder.resolve("native"), 1)) {
                return fresh.read(new Frame(640, 640, new byte[640 * 640 * 3]));
              }
            });
    new Thread(null, task, "little stack", 256 << 10).start();
    assertEquals(List.of(), task.get());
  }

  @ParameterizedTest
  @CsvSource({
    "mandelbrot=s=640x360, Montserrat-ExtraBold, SUBSCRIBE NOW, 20, white",
    "'color=gray:s=360x640,noise=alls=60:allf=t', Anton-Regular, wait for it, 36, yellow",
    "gradients=s=640x360:n=6, NotoSans-SemiBold, Follow @cooking, 28, black",
    "smptebars=s=640x360, Montserrat-ExtraBold, Part 2 of 7, 48, white",
    "color=navy:s=360x640, Anton-Regular, link in bio, 14, cyan",
    "color=white:s=640x640, NotoSans-SemiBold, OMG, 60, red"
  })
  void readsTextOnManyGrounds(String source, String font, String words, int size, String colour)
      throws IOException, InterruptedException {
    List<FoundText> found =
        recognizer.read(frames.draw(source, frames.text(font, words, size, colour)));

    assertTrue(
        found.stream()
            .anyMatch(
                line -> differ(plain(line.text()), plain(words)) <= 1 && line.confidence() >= SURE),
        found::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mandelbrot=s=640x360",
        "color=gray:s=360x640,noise=alls=80:allf=t",
        "gradients=s=640x640:n=6",
        "smptehdbars=s=640x360",
        "cellauto=s=640x360:rule=110",
        "sierpinski=s=360x640",
        "color=white:s=640x640,drawgrid=w=40:h=40:t=3:c=black",
        "color=black:s=33x500"
      })
  void readsNothingWhereNothingIsWritten(String source) throws IOException, InterruptedException {
    List<FoundText> found = recognizer.read(frames.draw(source, "null"));

    assertTrue(
        found.stream().noneMatch(line -> line.confidence() >= SURE && line.alphanumerics() >= 3),
        found::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {-12, 7, 90})
  void readsTurnedText(int degrees) throws IOException, InterruptedException {
    String text = frames.text("Montserrat-ExtraBold", "TURNED WORDS", 34, "white");
    String turn = ",rotate=%d*PI/180:fillcolor=navy".formatted(degrees);

    List<FoundText> found =
        recognizer.read(frames.draw("color=navy:s=480x480", text.replace("*0.7", "/2") + turn));

    assertTrue(
        found.stream().anyMatch(line -> plain(line.text()).equals("turnedwords")), found::toString);
  }

  @Test
  void saysWhereTheTextIs() throws IOException, InterruptedException {
    Frame frame =
        frames.draw("color=navy:s=640x360", frames.text("Anton-Regular", "PLACE", 40, "white"));

    FoundText.Box box = recognizer.read(frame).get(0).box();

    assertTrue(box.left() > 240 && box.left() + box.width() < 400, box::toString);
    assertTrue(box.top() > 180 && box.top() + box.height() < 320, box::toString);
  }

  @Test
  void readsSeveralPicturesAtOnce() throws Exception {
    Frame frame =
        frames.draw("color=navy:s=640x360", frames.text("Anton-Regular", "TOGETHER", 40, "white"));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<FoundText>>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(threads.submit(() -> recognizer.read(frame)));
      }
      for (Future<List<FoundText>> answer : answers) {
        assertEquals("TOGETHER", answer.get(60, TimeUnit.SECONDS).get(0).text());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void loadsWhenFirstUsedAndSaysWhatItCost() throws IOException {
    try (TextRecognizer fresh = new TextRecognizer(folder.resolve("native"), 2)) {
      assertEquals(0, fresh.memoryGrowthBytes());

      assertEquals(List.of(), fresh.read(new Frame(64, 64, new byte[64 * 64 * 3])));

      assertTrue(fresh.memoryGrowthBytes() > 15_000_000, () -> "" + fresh.memoryGrowthBytes());
    }
  }

  @Test
  void aClosedRecognizerReadsNoMore() throws IOException {
    TextRecognizer closed = new TextRecognizer(folder.resolve("native"), 1);
    closed.close();

    assertThrows(
        IllegalStateException.class, () -> closed.read(new Frame(1, 1, new byte[] {0, 0, 0})));
  }

  @Test
  void threadsAreBounded() {
    assertThrows(IllegalArgumentException.class, () -> new TextRecognizer(folder, 3));
  }

  /** In how many places two texts differ; a narrow i may well be taken for an l. */
  private static long differ(String read, String written) {
    return read.length() != written.length()
        ? Long.MAX_VALUE
        : IntStream.range(0, read.length())
            .filter(i -> read.charAt(i) != written.charAt(i))
            .count();
  }

  private static String plain(String text) {
    return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
