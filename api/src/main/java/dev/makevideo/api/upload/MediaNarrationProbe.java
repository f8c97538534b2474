package dev.makevideo.api.upload;

import dev.makevideo.media.MediaProbe;
import dev.makevideo.media.MediaSniffer;
import dev.makevideo.media.MediaType;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.StopSignal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;

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
  public Duration duration(Path file) throws IOException, UnusableNarrationException {
    try {
      return probe.audio(file, new StopSignal()).duration();
    } catch (MediaUnusableException e) {
      throw new UnusableNarrationException(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a narration was examined");
    }
  }
}
