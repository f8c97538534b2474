package dev.makevideo.api.upload;

import dev.makevideo.platform.media.MediaSniffer;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.AudioFacts;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/** Looks at narrations by signature and with ffprobe, which counts packets. Thread-safe. */
public final class MediaNarrationProbe implements NarrationProbe {
  private final MediaSniffer sniffer = new MediaSniffer();
  private final MediaProbe probe;

  public MediaNarrationProbe(MediaProbe probe) {
    this.probe = probe;
  }

  @Override
  public Kind kind(Path file) throws IOException {
    MediaType type = sniffer.sniff(file);
    return new Kind(type.isNarration(), type.title());
  }

  @Override
  public Length length(Path file, ObjectRef content)
      throws IOException, UnusableNarrationException {
    try {
      AudioFacts facts = probe.audio(file, new StopSignal());
      return new Length(facts.duration(), facts.warning());
    } catch (MediaUnusableException e) {
      throw new UnusableNarrationException(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a narration was examined");
    }
  }
}
