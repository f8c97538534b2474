package dev.makevideo.platform.media;

import dev.makevideo.platform.probe.MediaProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells a file's type from its first bytes, never from its name. It looks at signatures only: that
 * the rest can be decoded is for {@link MediaProbe} to say. Stateless.
 */
public final class MediaSniffer {
  /** How many bytes are looked at; fewer are fine. */
  public static final int HEAD = 4096;

  /** How many frame headers in a row make an MP3. */
  private static final int MP3_FRAMES = 3;

  private static final Set<String> IMAGE_BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif", "avis");
  private static final Set<String> OLD_QUICKTIME = Set.of("moov", "mdat", "wide", "pnot");

  private record Signature(int offset, String bytes, MediaType type) {}

  /** The bytes are given as ISO 8859-1 characters. */
  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(0, "ID3", MediaType.MP3),
          new Signature(0, "OggS", MediaType.OGG),
          new Signature(0, "fLaC", MediaType.FLAC),
          new Signature(0, "\u001aE\u00df\u00a3", MediaType.WEBM),
          new Signature(0, "\u0089PNG\r\n\u001a\n", MediaType.PNG),
          new Signature(0, "\u00ff\u00d8\u00ff", MediaType.JPEG),
          new Signature(0, "GIF8", MediaType.GIF),
          new Signature(0, "%PDF", MediaType.PDF),
          new Signature(0, "PK\u0003\u0004", MediaType.ZIP),
          new Signature(0, "\u001f\u008b", MediaType.GZIP),
          new Signature(0, "\u007fELF", MediaType.PROGRAM),
          new Signature(0, "MZ", MediaType.PROGRAM),
          new Signature(0, "#!", MediaType.PROGRAM),
          new Signature(0, "MThd", MediaType.MIDI),
          new Signature(0, "FLV\u0001", MediaType.FLV));

  /** The type of the file; reads its first {@value #HEAD} bytes. */
  public MediaType sniff(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sniff(in.readNBytes(HEAD));
    }
  }

  /** The type of the file that begins with these bytes. */
  public MediaType sniff(byte[] head) {
    if (head.length == 0) {
      return MediaType.EMPTY;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    for (Signature signature : SIGNATURES) {
      if (text.startsWith(signature.bytes(), signature.offset())) {
        return signature.type();
      }
    }
    MediaType boxed = boxed(text);
    if (boxed != MediaType.UNKNOWN) {
      return boxed;
    }
    if (isMp3Frame(head)) {
      return MediaType.MP3;
    }
    if (head.length >= 2 && at(head, 0) == 0xff && (at(head, 1) & 0xf6) == 0xf0) {
      return MediaType.AAC;
    }
    if (at(head, 0) == 0x47 && head.length > 188 && at(head, 188) == 0x47) {
      return MediaType.MPEG_TS;
    }
    return textual(head);
  }

  /** RIFF, IFF and ISO base media files say what they are in their second field. */
  private static MediaType boxed(String text) {
    if (text.length() < 12) {
      return MediaType.UNKNOWN;
    }
    String outer = text.substring(0, 4);
    String inner = text.substring(8, 12);
    if (outer.equals("RIFF") || outer.equals("RF64")) {
      return switch (inner) {
        case "WAVE" -> MediaType.WAV;
        case "AVI " -> MediaType.AVI;
        case "WEBP" -> MediaType.WEBP;
        default -> MediaType.UNKNOWN;
      };
    }
    if (outer.equals("FORM") && (inner.equals("AIFF") || inner.equals("AIFC"))) {
      return MediaType.AIFF;
    }
    String box = text.substring(4, 8);
    if (box.equals("ftyp")) {
      return inner.equals("qt  ")
          ? MediaType.QUICKTIME
          : IMAGE_BRANDS.contains(inner) ? MediaType.HEIF : MediaType.MP4;
    }
    return OLD_QUICKTIME.contains(box) ? MediaType.QUICKTIME : MediaType.UNKNOWN;
  }

  /**
   * Whether an MPEG audio layer III frame header stands at the start, and another one of the same
   * version and sampling rate where each frame ends, {@value #MP3_FRAMES} in all or as far as the
   * head reaches (ISO 11172-3, 2.4.1.3). One header alone, or two, is found in noise too often;
   * many would refuse a short file for the tags at its end.
   */
  private static boolean isMp3Frame(byte[] head) {
    int offset = 0;
    for (int frame = 0; frame < MP3_FRAMES && offset + 4 <= head.length; frame++) {
      int length = mp3FrameLength(head, offset);
      if (length == 0 || !sameStream(head, offset)) {
        return false;
      }
      offset += length;
    }
    return offset > 0;
  }

  /** Whether the header has the first one's version, layer and sampling rate. */
  private static boolean sameStream(byte[] head, int offset) {
    return (at(head, offset + 1) & 0xfe) == (at(head, 1) & 0xfe)
        && (at(head, offset + 2) & 0x0c) == (at(head, 2) & 0x0c);
  }

  /** The frame's length in bytes, or 0 if there is no valid header. */
  private static int mp3FrameLength(byte[] head, int offset) {
    if (at(head, offset) != 0xff || (at(head, offset + 1) & 0xe6) != 0xe2) {
      return 0;
    }
    int version = (at(head, offset + 1) >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    int bitrate = at(head, offset + 2) >> 4;
    int rate = (at(head, offset + 2) >> 2) & 3;
    int padding = (at(head, offset + 2) >> 1) & 1;
    if (version == 1 || bitrate == 0 || bitrate == 15 || rate == 3) {
      return 0;
    }
    int[] first = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    int[] second = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    int[] rates = {44100, 48000, 32000};
    int hertz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    int kilobits = version == 3 ? first[bitrate] : second[bitrate];
    return (version == 3 ? 144 : 72) * kilobits * 1000 / hertz + padding;
  }

  private static MediaType textual(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b) {
        return MediaType.UNKNOWN;
      }
    }
    String text = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "").stripLeading();
    String lower = text.substring(0, Math.min(text.length(), 64)).toLowerCase(Locale.ROOT);
    if (lower.startsWith("#extm3u")) {
      return MediaType.HLS;
    }
    if (lower.startsWith("ffconcat")) {
      return MediaType.FFCONCAT;
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return MediaType.HTML;
    }
    // The replacement character stands for bytes that are not UTF-8; the last one may be cut off.
    String inner = text.length() > 4 ? text.substring(0, text.length() - 4) : text;
    return inner.indexOf('\ufffd') >= 0 ? MediaType.UNKNOWN : MediaType.TEXT;
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }
}
