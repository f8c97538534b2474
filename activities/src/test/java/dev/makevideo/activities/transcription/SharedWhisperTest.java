package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.speech.TranscriptionService;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.StopSignal;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The real model, in this process. */
@Isolated
class SharedWhisperTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void stopsWithinTenSecondsAndWorksAfterwards() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    Path sound = noise(20);
    try (EmbeddedTranscriber transcriber =
        new EmbeddedTranscriber(TestModel::locate, folder.resolve("native"))) {
      assertTrue(transcriber.lack(new StopSignal()).isEmpty());
      StopSignal stop = new StopSignal();
      Future<?> work = other.submit(() -> transcriber.transcribe(sound, 20, "en", false, stop));
      long start = System.nanoTime();
      stop.stop();
      Exception e = assertThrows(Exception.class, () -> work.get(60, TimeUnit.SECONDS));
      assertTrue(e.getCause() instanceof ProcessStoppedException, String.valueOf(e.getCause()));
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      assertTrue(seconds < 10, "took " + seconds + " s");
      TranscriptionService.Answer next =
          transcriber.transcribe(silence(2), 2, "en", false, new StopSignal());
      assertEquals("en", next.language().orElseThrow());
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void hearsNothingInSilence() throws Exception {
    try (EmbeddedTranscriber transcriber =
        new EmbeddedTranscriber(TestModel::locate, folder.resolve("native"))) {
      assertTrue(transcriber.lack(new StopSignal()).isEmpty());
      for (int seconds : new int[] {1, 2, 5, 20}) {
        for (Path sound : List.of(silence(seconds), noise(seconds, 1), noise(seconds, 60))) {
          TranscriptionService.Answer answer =
              transcriber.transcribe(sound, seconds, "en", false, new StopSignal());
          assertEquals(List.of(), answer.words(), seconds + " s of " + sound.getFileName());
        }
      }
    }
  }

  @Test
  void stopsWhileItWaitsForItsTurn() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    SpeechModel model = TestModel.locate();
    try (SharedWhisper whisper = whisper(LONG)) {
      Future<?> first =
          other.submit(
              () ->
                  whisper.use(
                      model,
                      new StopSignal(),
                      loaded -> {
                        begun.countDown();
                        awaitQuietly(end);
                        return 1;
                      }));
      assertTrue(begun.await(60, TimeUnit.SECONDS));
      StopSignal stop = new StopSignal();
      stop.stop();
      assertThrows(InterruptedException.class, () -> whisper.use(model, stop, loaded -> 2));
      end.countDown();
      first.get(60, TimeUnit.SECONDS);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void letsTheModelGoWhenNobodyUsesItAndLoadsItAgain() throws Exception {
    SpeechModel model = TestModel.locate();
    try (SharedWhisper whisper = whisper(Duration.ofMillis(300))) {
      assertFalse(whisper.isLoaded());
      for (int round = 0; round < 2; round++) {
        assertTrue(whisper.use(model, new StopSignal(), loaded -> loaded.vocabulary().size()) > 0);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (whisper.isLoaded()) {
          assertTrue(System.nanoTime() < end, "is loaded still");
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void keepsTheModelBetweenUses() throws Exception {
    SpeechModel model = TestModel.locate();
    try (SharedWhisper whisper = whisper(LONG)) {
      SharedWhisper.Loaded first = whisper.use(model, new StopSignal(), loaded -> loaded);
      assertEquals(first, whisper.use(model, new StopSignal(), loaded -> loaded));
      assertTrue(whisper.isLoaded());
    }
  }

  @Test
  void saysThatItIsClosed() throws Exception {
    SpeechModel model = TestModel.locate();
    SharedWhisper whisper = whisper(LONG);
    whisper.close();
    whisper.close();
    Exception e =
        assertThrows(
            SpeechRecognitionException.class,
            () -> whisper.use(model, new StopSignal(), loaded -> 1));
    assertEquals("speech recognition failed: the worker stops", e.getMessage());
    EmbeddedTranscriber transcriber =
        new EmbeddedTranscriber(() -> model, folder.resolve("native"));
    assertTrue(transcriber.lack(new StopSignal()).isEmpty());
    transcriber.close();
    Path sound = silence(1);
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> transcriber.transcribe(sound, 1, "en", false, new StopSignal()));
    assertTrue(failure.getOriginalMessage().contains("the worker stops"), failure.toString());
  }

  @Test
  void namesTheFileThatAFolderLacks() throws Exception {
    Path model = TestModel.locate().folder();
    for (String name : new String[] {"config.json", "vocabulary.txt", "model.bin"}) {
      IOException e = assertThrows(IOException.class, () -> SpeechModel.in(folder), name);
      assertTrue(String.valueOf(e.getMessage()).contains("there is no " + name), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.getMessage());
      Files.copy(model.resolve(name), folder.resolve(name));
    }
    assertEquals(folder.toAbsolutePath(), SpeechModel.in(folder).folder());
    Random random = new Random(22);
    flipABit(folder.resolve("model.bin"), random);
    IOException e = assertThrows(IOException.class, () -> SpeechModel.in(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("model.bin is another file"), "" + e);
  }

  private SharedWhisper whisper(Duration idle) {
    return new SharedWhisper(folder.resolve("native"), idle);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void flipABit(Path file, Random random) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long at = random.nextInt((int) bytes.length());
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1 << random.nextInt(8));
    }
  }

  private Path silence(int seconds) throws IOException {
    return wav("silence.wav", new short[seconds * LogMel.RATE]);
  }

  private Path noise(int seconds) throws IOException {
    return noise(seconds, 3_000);
  }

  private Path noise(int seconds, int height) throws IOException {
    short[] samples = new short[seconds * LogMel.RATE];
    Random random = new Random(20);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (random.nextGaussian() * height);
    }
    return wav("noise" + height + ".wav", samples);
  }

  private Path wav(String name, short[] samples) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF????WAVEdata".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
    bytes.asShortBuffer().put(samples);
    return Files.write(folder.resolve(name), bytes.array());
  }
}
