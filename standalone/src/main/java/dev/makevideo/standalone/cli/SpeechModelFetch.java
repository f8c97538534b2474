package dev.makevideo.standalone.cli;

import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.SpeechSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Gets the speech model before a job needs it, so that a person sees how far the fetch is; the
 * worker would do it silently. Stateless.
 */
final class SpeechModelFetch {
  private final Context context;

  SpeechModelFetch(Context context) {
    this.context = context;
  }

  /** As {@link #fetch}, unless a service recognizes speech for this machine's jobs. */
  void fetchUnlessServed() throws InterruptedException {
    if (context.settings().services().transcriberUrl().isEmpty()) {
      fetch();
    }
  }

  /** Returns whether the model is there; if it cannot be had, says why. */
  boolean fetch() throws InterruptedException {
    SpeechSettings speech = context.settings().speech();
    if (!speech.wanted()) {
      return false;
    }
    try {
      if (speech.folder().isPresent()) {
        SpeechModel.in(speech.folder().get());
      } else {
        Path tools = context.settings().storage().tools();
        SpeechModel.locate(tools, context.environment(), context.console()::tell);
      }
      return true;
    } catch (IOException e) {
      context.console().tell(String.valueOf(e.getMessage()));
      return false;
    }
  }
}
