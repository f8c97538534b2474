package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of the tus protocol 1.0.0 (tus.io/protocols/resumable-upload), read strictly.
 * Stateless.
 */
final class TusRequest {
  static final String VERSION = "1.0.0";
  static final String EXTENSIONS =
      "creation,creation-with-upload,creation-defer-length,termination,expiration,checksum";
  static final String BODY_TYPE = "application/offset+octet-stream";
  static final String RESUMABLE = "Tus-Resumable";
  static final String OFFSET = "Upload-Offset";
  static final String LENGTH = "Upload-Length";
  static final String DEFER = "Upload-Defer-Length";
  static final String METADATA = "Upload-Metadata";
  static final String CHECKSUM = "Upload-Checksum";

  /** The protocol's names and Java's. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

  private TusRequest() {}

  /** What a body's bytes must hash to. */
  record Checksum(MessageDigest digest, byte[] expected) {
    boolean holds() {
      return MessageDigest.isEqual(digest.digest(), expected);
    }
  }

  /** The algorithms, for the answer to OPTIONS. */
  static String algorithms() {
    return "sha1,sha256,md5";
  }

  /**
   * @throws ProblemException with 412 if the client speaks another version
   */
  static void requireVersion(Context ctx) {
    ctx.header(RESUMABLE, VERSION);
    String version = Optional.ofNullable(ctx.header(RESUMABLE)).orElse("");
    if (!version.equals(VERSION)) {
      ctx.header("Tus-Version", VERSION);
      throw new ProblemException(
              ProblemType.VERSION_NOT_SUPPORTED,
              RESUMABLE + " must be " + VERSION + ", the protocol's version.",
              RESUMABLE)
          .withValue(version);
    }
  }

  /**
   * A count of bytes.
   *
   * @throws ProblemException with 400 if it is there and none
   */
  static Optional<Long> bytes(Context ctx, String name) {
    Optional<String> text = Optional.ofNullable(ctx.header(name));
    if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, name + " must be a count of bytes, 0 or more.", name)
          .withValue(text.get());
    }
    return text.map(Long::parseLong);
  }

  /**
   * How long the upload will be; empty: the client will say so later.
   *
   * @throws ProblemException with 400 unless it says one of both, with 413 if it is too long
   */
  static Optional<Long> length(Context ctx, long most) {
    Optional<Long> length = bytes(ctx, LENGTH);
    Optional<String> defer = Optional.ofNullable(ctx.header(DEFER));
    if (defer.isPresent() && !defer.get().equals("1")) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, DEFER + " can only be 1.", DEFER)
          .withValue(defer.get());
    }
    if (length.isPresent() == defer.isPresent()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "Say how long it is with "
              + LENGTH
              + ", or that it is not known yet with "
              + DEFER
              + ": 1.",
          LENGTH);
    }
    length.ifPresent(bytes -> requireLength(bytes, most));
    return length;
  }

  /**
   * @throws ProblemException with 413 or 422 if an upload cannot have this length
   */
  static void requireLength(long bytes, long most) {
    if (bytes > most) {
      throw new ProblemException(
              ProblemType.PAYLOAD_TOO_LARGE,
              LENGTH + " is " + bytes + " bytes; allowed: 1 to " + most + " bytes.",
              LENGTH)
          .withValue(bytes + " bytes");
    }
    if (bytes == 0) {
      throw ProblemException.value(
          LENGTH, "0", LENGTH + " is 0 bytes; allowed: 1 to " + most + " bytes.");
    }
  }

  /** Whether the request has the type of a piece of an upload. */
  static boolean hasPiece(Context ctx) {
    String type = Optional.ofNullable(ctx.req().getContentType()).orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(BODY_TYPE);
  }

  /**
   * @throws ProblemException with 415 if the request's body is no piece of an upload
   */
  static void requirePiece(Context ctx) {
    if (!hasPiece(ctx)) {
      @Nullable String type = ctx.req().getContentType();
      throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA,
              "The Content-Type of bytes must be " + BODY_TYPE + ".",
              "Content-Type")
          .withValue(type == null ? "absent" : type);
    }
  }

  /**
   * What the body must hash to, if the client says so.
   *
   * @throws ProblemException with 400 if that cannot be understood
   */
  static Optional<Checksum> checksum(Context ctx) {
    @Nullable String text = ctx.header(CHECKSUM);
    if (text == null) {
      return Optional.empty();
    }
    String[] parts = text.strip().split(" ", 2);
    @Nullable String algorithm = ALGORITHMS.get(parts[0]);
    if (parts.length < 2 || algorithm == null) {
      throw badChecksum(text);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] expected = Base64.getDecoder().decode(parts[1]);
      if (expected.length != digest.getDigestLength()) {
        throw badChecksum(text);
      }
      return Optional.of(new Checksum(digest, expected));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it: " + algorithm, e);
    } catch (IllegalArgumentException e) {
      throw badChecksum(text);
    }
  }

  private static ProblemException badChecksum(String text) {
    return new ProblemException(
            ProblemType.INVALID_REQUEST,
            CHECKSUM + " must be one of " + algorithms() + ", a space, and the hash in base64.",
            CHECKSUM)
        .withValue(text);
  }
}
