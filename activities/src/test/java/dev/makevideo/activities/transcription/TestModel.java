package dev.makevideo.activities.transcription;

import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** The speech model for tests: fetched once into make-video's own data folder. */
public final class TestModel {
  private TestModel() {}

  /** Finds or fetches it. */
  public static SpeechModel locate() throws IOException, InterruptedException {
    Path tools = Settings.from(System.getenv()).storage().tools();
    return SpeechModel.locate(tools, System.getenv(), System.out::println);
  }

  /** A recognizer; closed by the caller. */
  public static EmbeddedTranscriber transcriber() {
    Path home = Settings.from(System.getenv()).storage().home();
    return new EmbeddedTranscriber(TestModel::locate, home.resolve("native"));
  }
}
