package dev.makevideo.activities.subtitle;

import dev.makevideo.platform.font.CjkFont;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The font for Chinese, Japanese and Korean, which is had only when a text needs it. Where it could
 * not be had it is asked for again after ten minutes, so that not every segment waits for a network
 * that is not there. Thread-safe.
 */
public final class CjkFonts {
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Source source;
  private final Clock clock;
  private final Lock lock = new ReentrantLock();
  private final Map<CjkFace, CaptionFont> faces = new EnumMap<>(CjkFace.class);
  private @Nullable Path file;
  private Instant notBefore = Instant.MIN;
  private String trouble = "";

  public CjkFonts(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Where the font comes from; may fetch it. */
  public interface Source {
    /**
     * @throws IOException if it cannot be had; the message says what to do
     */
    CjkFont locate() throws IOException, InterruptedException;
  }

  /** None at all. */
  public static CjkFonts off() {
    Source none =
        () -> {
          throw new IOException(
              "the font for Chinese, Japanese and Korean is switched off: set MAKE_VIDEO_CJK_FONTS"
                  + " to auto");
        };
    return new CjkFonts(none, Clock.systemUTC());
  }

  /** The shipped fonts and a face of this one; without it, why it is not there. */
  FontSet with(CjkFace face) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Path there = file;
      if (there == null || !Files.isReadable(there)) {
        there = locate();
        file = there;
      }
      CaptionFont font = faces.get(face);
      if (font == null) {
        font = read(there, face);
        faces.put(face, font);
      }
      return FontSet.SHIPPED.and(font, there);
    } catch (IOException e) {
      return FontSet.SHIPPED.without(String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private Path locate() throws IOException, InterruptedException {
    if (clock.instant().isBefore(notBefore)) {
      throw new IOException(trouble);
    }
    try {
      return source.locate().file();
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      notBefore = clock.instant().plus(PAUSE);
      throw e;
    }
  }

  private static CaptionFont read(Path file, CjkFace face) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new CaptionFont(CjkFont.FILE, face.family(), FontTable.of(bytes, face.ordinal()));
    }
  }
}
