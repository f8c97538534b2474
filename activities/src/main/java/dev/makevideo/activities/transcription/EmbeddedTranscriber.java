package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtException;
import dev.makevideo.activities.speech.TranscriptionService;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognizes speech in this process, with Whisper base: one window at a time for the whole worker,
 * on one thread. Thread-safe.
 */
public final class EmbeddedTranscriber implements TranscriptionService, AutoCloseable {
  /** The network sees 30 s; a margin keeps the last word from being cut. */
  static final double LONGEST_WINDOW = 28;

  /** Changes whenever the words or times that come out do. */
  private static final String VERSION = SpeechModel.NAME + "/2";

  /**
   * How many beginnings of a text are carried on. Measured on three voices: 1 gives 6.4, 7.0 and
   * 9.3 % wrong words; 3 gives 5.2, 6.2 and 7.5 for 1.3 × the time; 5 gives no more than that but
   * for one word.
   */
  private static final int WIDTH = 3;

  private static final Duration IDLE = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(EmbeddedTranscriber.class);

  private final FetchOnce<SpeechModel> model;
  private final SharedWhisper whisper;

  /**
   * Loads nothing yet.
   *
   * @param source finds or fetches the model
   * @param nativeFolder where the runtime's native library is kept between runs
   */
  public EmbeddedTranscriber(FetchOnce.Source<SpeechModel> source, Path nativeFolder) {
    this.model = new FetchOnce<>("speech model", source, Clock.systemUTC());
    this.whisper = new SharedWhisper(nativeFolder, IDLE);
  }

  @Override
  public Optional<String> lack(StopSignal stop) throws InterruptedException {
    try {
      model.get(stop);
      return Optional.empty();
    } catch (IOException e) {
      String lack = String.valueOf(e.getMessage());
      log.atWarn().addKeyValue("cause", lack).log("there is no speech model");
      return Optional.of(lack);
    }
  }

  @Override
  public String fingerprint() {
    return VERSION;
  }

  @Override
  public double longestWindow() {
    return LONGEST_WINDOW;
  }

  @Override
  public Answer transcribe(
      Path audio, double seconds, String language, boolean again, StopSignal stop)
      throws IOException, InterruptedException {
    float[] samples = WavSamples.read(audio);
    try {
      Recognized found =
          whisper.use(model.get(stop), stop, loaded -> recognize(loaded, samples, language, stop));
      return Answer.of(found.words(), found.language(), found.confidence());
    } catch (SpeechRecognitionException e) {
      throw Failures.of(FailureType.INTERNAL, String.valueOf(e.getMessage()), e);
    } catch (CancellationException e) {
      throw new ProcessStoppedException("speech recognition");
    }
  }

  private record Recognized(List<Word> words, String language, double confidence) {}

  private static Recognized recognize(
      SharedWhisper.Loaded loaded, float[] samples, String language, StopSignal stop)
      throws OrtException {
    WindowRecognition recognition = new WindowRecognition(loaded, WIDTH, stop);
    String code = Locale.forLanguageTag(language).getLanguage();
    WindowRecognition.Window window = recognition.of(samples, code);
    List<Word> words = new ArrayList<>();
    for (HeardWords.HeardWord word : window.words()) {
      words.add(new Word(word.text(), word.start(), word.end(), word.attached()));
    }
    return new Recognized(words, window.language(), window.confidence());
  }

  /** How its model stands. */
  public FetchOnce.State state() {
    return model.state();
  }

  /** Whether the model is in memory. */
  public boolean isLoaded() {
    return whisper.isLoaded();
  }

  /** Lets the model go, after the window that is being recognized. */
  @Override
  public void close() {
    model.close();
    whisper.close();
  }
}
