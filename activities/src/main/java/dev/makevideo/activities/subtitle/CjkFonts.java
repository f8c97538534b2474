package dev.makevideo.activities.subtitle;

import dev.makevideo.platform.font.CjkFont;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.tools.FetchOnce;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The font for Chinese, Japanese and Korean, which is had only when a text needs it. Where it could
 * not be had it is asked for again after ten minutes, so that not every segment waits for a network
 * that is not there. Thread-safe.
 */
public final class CjkFonts implements AutoCloseable {
  private final FetchOnce<CjkFont> font;
  private final Map<CjkFace, CaptionFont> faces = new ConcurrentHashMap<>();

  /**
   * @param source finds or fetches the font
   */
  public CjkFonts(FetchOnce.Source<CjkFont> source, Clock clock) {
    this.font = new FetchOnce<>("font for Chinese, Japanese and Korean", source, clock);
  }

  /** None at all. */
  public static CjkFonts off() {
    FetchOnce.Source<CjkFont> none =
        () -> {
          throw new IOException(
              "the font for Chinese, Japanese and Korean is switched off: set MAKE_VIDEO_CJK_FONTS"
                  + " to auto");
        };
    return new CjkFonts(none, Clock.systemUTC());
  }

  /**
   * The shipped fonts and a face of this one; without it, why it is not there.
   *
   * @throws InterruptedException if stopped while it is fetched
   */
  FontSet with(CjkFace face, StopSignal stop) throws InterruptedException {
    try {
      Path there = font.get(stop).file();
      if (!Files.isReadable(there)) {
        font.forget();
        there = font.get(stop).file();
      }
      CaptionFont known = faces.get(face);
      if (known == null) {
        known = read(there, face);
        faces.put(face, known);
      }
      return FontSet.SHIPPED.and(known, there);
    } catch (IOException e) {
      return FontSet.SHIPPED.without(String.valueOf(e.getMessage()));
    }
  }

  /** Ends a fetch that is under way. */
  @Override
  public void close() {
    font.close();
  }

  private static CaptionFont read(Path file, CjkFace face) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new CaptionFont(CjkFont.FILE, face.family(), FontTable.of(bytes, face.ordinal()));
    }
  }
}
