package dev.makevideo.activities.speech;

import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ServiceWait;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Recognizes speech. Thread-safe. */
public interface TranscriptionService {
  /** All that its answers depend on besides the audio, such as the model: part of a key. */
  String fingerprint();

  /**
   * Recognizes the words of a short piece of audio.
   *
   * @param audio a WAV file of 16 kHz, one channel
   * @param seconds how long it is
   * @param language BCP 47 tag
   * @param again whether the call was made before and is made again
   * @throws UnfitServiceException if it cannot do this, now or later, as it is set up
   * @throws io.temporal.failure.ApplicationFailure dependency-unavailable, if it failed
   */
  Answer transcribe(Path audio, double seconds, String language, boolean again, StopSignal stop)
      throws CallStoppedException, UnfitServiceException;

  /**
   * What came of a call.
   *
   * @param words in order, within the piece's length; empty if nothing is said, or with {@code
   *     waitFor}
   * @param untimed what is said, from a service that knows no times; then there are no words
   * @param waitFor if the service must not be called now
   */
  record Answer(List<Word> words, Optional<String> untimed, Optional<ServiceWait> waitFor) {
    public Answer {
      words = List.copyOf(words);
    }

    static Answer of(List<Word> words) {
      return new Answer(words, Optional.empty(), Optional.empty());
    }

    static Answer untimed(String text) {
      return new Answer(List.of(), Optional.of(text), Optional.empty());
    }

    static Answer waiting(ServiceWait wait) {
      return new Answer(List.of(), Optional.empty(), Optional.of(wait));
    }
  }
}
