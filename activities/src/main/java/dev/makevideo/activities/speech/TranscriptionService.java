package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recognizes speech. Thread-safe. */
public interface TranscriptionService {
  /** All that its answers depend on besides the audio, such as the model: part of a key. */
  String fingerprint();

  /**
   * Why it cannot be used on this host now; empty when it can. May take minutes the first time,
   * when something must be fetched.
   *
   * @throws InterruptedException if interrupted or stopped meanwhile
   */
  default Optional<String> lack(StopSignal stop) throws InterruptedException {
    return Optional.empty();
  }

  /** The longest piece of audio that it takes, in seconds. */
  default double longestWindow() {
    return SpeechWindows.LONGEST;
  }

  /**
   * Recognizes the words of a short piece of audio.
   *
   * @param audio a WAV file of 16 kHz, one channel
   * @param seconds how long it is
   * @param language BCP 47 tag; {@code und}: to be found out
   * @param again whether the call was made before and is made again
   * @throws UnfitServiceException if it cannot do this, now or later, as it is set up
   * @throws io.temporal.failure.ApplicationFailure of the closed list, if it failed
   * @throws IOException if it was stopped, or this host failed
   */
  Answer transcribe(Path audio, double seconds, String language, boolean again, StopSignal stop)
      throws UnfitServiceException, IOException, InterruptedException;

  /**
   * What came of a call.
   *
   * @param words in order, within the piece's length; empty if nothing is said, or with {@code
   *     waitFor}
   * @param untimed what is said, from a service that knows no times; then there are no words
   * @param language ISO 639 code of what was heard, if the service tells
   * @param confidence the mean log-probability of the words, where the service tells; 0 otherwise
   * @param waitFor if the service must not be called now
   */
  record Answer(
      List<Word> words,
      Optional<String> untimed,
      Optional<String> language,
      double confidence,
      Optional<ServiceWait> waitFor) {
    public Answer {
      words = List.copyOf(words);
    }

    /** Words in the language that was asked for. */
    static Answer of(List<Word> words) {
      return new Answer(words, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** Words, and the language they are in. */
    public static Answer of(List<Word> words, String language, double confidence) {
      return new Answer(
          words, Optional.empty(), Optional.of(language), confidence, Optional.empty());
    }

    static Answer untimed(String text) {
      return new Answer(List.of(), Optional.of(text), Optional.empty(), 0, Optional.empty());
    }

    static Answer waiting(ServiceWait wait) {
      return new Answer(List.of(), Optional.empty(), Optional.empty(), 0, Optional.of(wait));
    }
  }
}
