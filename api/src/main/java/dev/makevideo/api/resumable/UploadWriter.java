package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.upload.BodyStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Adds what arrives to an upload that its caller has locked. Stateless. */
final class UploadWriter {
  private static final int CHUNK = 65_536;

  private UploadWriter() {}

  /**
   * Reads a body to its end and adds it. What arrived before the body broke off, or was cut at its
   * deadline, stays; it is on the disk when this returns or throws.
   *
   * @param most how many bytes may still come
   * @param checksum what they must hash to; if they do not, or if the body breaks off, none stays
   * @return the offset after it
   * @throws ProblemException with 413 if there are more, of which none stays; with 460 if the
   *     checksum is wrong; with 408 or 400 if the body was too slow or broke off
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   */
  static long append(
      StoredUpload stored, BodyStream body, long most, Optional<TusRequest.Checksum> checksum)
      throws IOException {
    long start = stored.offset();
    if (checksum.isPresent()) {
      byte[] number = Long.toString(start).getBytes(StandardCharsets.US_ASCII);
      UploadFiles.write(stored.unverified(), number);
    }
    try (FileChannel channel =
        FileChannel.open(stored.bytes(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(start);
      channel.position(start);
      boolean counts = false;
      try {
        long end = start + copy(body, channel, most, checksum);
        counts = true;
        return end;
      } catch (ProblemException e) {
        counts = checksum.isEmpty() && isBrokenOff(e);
        throw e;
      } finally {
        if (!counts) {
          channel.truncate(start);
        }
        channel.force(true);
        Files.deleteIfExists(stored.unverified());
      }
    }
  }

  private static boolean isBrokenOff(ProblemException e) {
    return e.type() == ProblemType.REQUEST_TIMEOUT || e.type() == ProblemType.INVALID_REQUEST;
  }

  private static long copy(
      BodyStream body, FileChannel channel, long most, Optional<TusRequest.Checksum> checksum)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long copied = 0;
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      if (copied + read > most) {
        throw new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE,
            "The upload would be longer than it said, or than it may be: "
                + most
                + " bytes were left.");
      }
      write(channel, ByteBuffer.wrap(chunk, 0, read));
      if (checksum.isPresent()) {
        checksum.get().digest().update(chunk, 0, read);
      }
      copied += read;
    }
    if (checksum.isPresent() && !checksum.get().holds()) {
      throw new ProblemException(
          ProblemType.CHECKSUM_MISMATCH,
          "The bytes do not hash to what " + TusRequest.CHECKSUM + " says; none was kept.",
          TusRequest.CHECKSUM);
    }
    return copied;
  }

  private static void write(FileChannel channel, ByteBuffer left) throws IOException {
    try {
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw UploadFiles.explained(e);
    }
  }
}
