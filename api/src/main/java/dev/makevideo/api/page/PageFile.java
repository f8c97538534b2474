package dev.makevideo.api.page;

import dev.makevideo.api.http.SecurityHeaders;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page, read and compressed once. It is sent compressed to whom takes gzip, and not
 * at all to whom has it. Thread-safe.
 */
final class PageFile {
  private static final int NOT_MODIFIED = 304;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " media-src 'self' blob:; img-src 'self' data: blob:; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private final byte[] bytes;
  private final byte[] zipped;
  private final String mediaType;
  private final String tag;

  private PageFile(byte[] bytes, String mediaType) {
    this.bytes = bytes;
    this.zipped = zipped(bytes);
    this.mediaType = mediaType;
    this.tag = "W/\"" + digest(bytes) + "\"";
  }

  static PageFile of(byte[] bytes, String mediaType) {
    return new PageFile(bytes, mediaType);
  }

  /**
   * The bytes of a resource.
   *
   * @throws IllegalStateException if it is missing
   */
  static byte[] read(String name) {
    try (@Nullable InputStream in = PageFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of the SHA-256, in hexadecimal digits. */
  static String digest(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Answers with it.
   *
   * @param caching the value of Cache-Control
   */
  void answer(Context ctx, String caching) {
    ctx.header(SecurityHeaders.POLICY, POLICY);
    ctx.header("Cache-Control", caching);
    ctx.header("ETag", tag);
    ctx.header("Vary", "Accept-Encoding");
    String known = ctx.header("If-None-Match");
    if (known != null && known.contains(tag)) {
      ctx.status(NOT_MODIFIED);
      return;
    }
    ctx.contentType(mediaType);
    if (takesGzip(ctx.header("Accept-Encoding"))) {
      ctx.header("Content-Encoding", "gzip");
      ctx.result(zipped);
    } else {
      ctx.result(bytes);
    }
  }

  private static boolean takesGzip(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String plain = coding.replace(" ", "");
      if (plain.equals("gzip") || plain.startsWith("gzip;") && !plain.matches("gzip;q=0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
