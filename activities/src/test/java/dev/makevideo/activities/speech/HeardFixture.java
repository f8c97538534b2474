package dev.makevideo.activities.speech;

import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.transcription.TestModel;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.nio.file.Path;
import java.util.Optional;

/** One store and one recognizer for many narrations; each is heard once. To be closed. */
final class HeardFixture implements AutoCloseable {
  final SpeechFixture fixture;
  private final EmbeddedTranscriber recognizer = TestModel.transcriber();

  HeardFixture(Path folder) throws Exception {
    fixture = new SpeechFixture(folder);
  }

  /**
   * What becomes of a narration with its script.
   *
   * @param listen whether its words are recognized, or timed by the pauses alone
   */
  NarratedVideo make(KnownPhrases known, String language, boolean listen) throws Exception {
    VideoRequest request =
        fixture.request(
            fixture.store.put(known.audio()),
            Optional.of(known.script()),
            SubtitleStyle.BOLD,
            language);
    NarrationActivitiesImpl activities =
        fixture.activities(Optional.empty(), listen ? Optional.of(recognizer) : Optional.empty());
    return NarratedVideo.of(fixture, activities, request);
  }

  @Override
  public void close() {
    recognizer.close();
    fixture.close();
  }
}
