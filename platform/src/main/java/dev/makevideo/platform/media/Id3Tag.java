package dev.makevideo.platform.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tag in front of an MP3 (ID3v2.4, 3.1): names and pictures, no sound. */
public final class Id3Tag {
  private static final int HEAD = 10;
  private static final int FOOTER_FLAG = 0x10;

  private Id3Tag() {}

  /** The tag's length in bytes, with its head and its footer; 0 if there is none. */
  public static long length(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    if (head.length < HEAD || !new String(head, 0, 3, StandardCharsets.ISO_8859_1).equals("ID3")) {
      return 0;
    }
    long size = 0;
    for (int i = 6; i < HEAD; i++) {
      size = size << 7 | (head[i] & 0x7f); // seven bits a byte
    }
    return HEAD + size + ((head[5] & FOOTER_FLAG) != 0 ? HEAD : 0);
  }
}
