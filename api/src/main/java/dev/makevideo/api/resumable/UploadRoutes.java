package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.UnreadBody;
import dev.makevideo.api.upload.BodyStream;
import dev.makevideo.api.upload.UploadPermits;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The routes of uploads: the tus protocol 1.0.0, with its extensions creation,
 * creation-with-upload, creation-defer-length, termination, expiration and checksum; and a GET for
 * people. Thread-safe.
 */
public final class UploadRoutes implements AutoCloseable {
  private static final String UPLOADS = "/v1/uploads";
  private static final String UPLOAD = UPLOADS + "/{id}";

  private final ApiKeys keys;
  private final Json json;
  private final ResumableUploads uploads;
  private final UploadPermits permits;
  private final RoomCheck room;

  /** Whether the disk has room. */
  @FunctionalInterface
  public interface RoomCheck {
    /**
     * @throws ProblemException with 507 if it has not
     */
    void require() throws IOException;
  }

  public UploadRoutes(
      ApiKeys keys, Json json, ResumableUploads uploads, UploadPermits permits, RoomCheck room) {
    this.keys = keys;
    this.json = json;
    this.uploads = uploads;
    this.permits = permits;
    this.room = room;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.options(UPLOADS, this::options),
        Route.post(UPLOADS, this::create),
        Route.get(UPLOAD, this::show),
        Route.head(UPLOAD, this::offset),
        Route.patch(UPLOAD, this::append),
        Route.delete(UPLOAD, this::delete));
  }

  private void options(Context ctx) {
    ctx.header(TusRequest.RESUMABLE, TusRequest.VERSION);
    ctx.header("Tus-Version", TusRequest.VERSION);
    ctx.header("Tus-Extension", TusRequest.EXTENSIONS);
    ctx.header("Tus-Max-Size", Long.toString(uploads.limits().most()));
    ctx.header("Tus-Checksum-Algorithm", TusRequest.algorithms());
    ctx.status(204);
  }

  private void create(Context ctx) throws IOException {
    try {
      TusRequest.requireVersion(ctx);
      UploadMetadata metadata = UploadMetadata.read(ctx.header(TusRequest.METADATA));
      Optional<Long> length = TusRequest.length(ctx, uploads.limits().most(metadata.purpose()));
      boolean withBytes = ctx.req().getContentLengthLong() != 0 && TusRequest.hasPiece(ctx);
      if (!withBytes && ctx.req().getContentLengthLong() > 0) {
        TusRequest.requirePiece(ctx);
      }
      Optional<TusRequest.Checksum> checksum =
          withBytes ? TusRequest.checksum(ctx) : Optional.empty();
      room.require();
      StoredUpload stored = uploads.create(keys.tenant(ctx), metadata, length);
      // Before the body is read: a client that is cut off finds its upload by this, where it can.
      ctx.header("Location", UPLOADS + "/" + stored.record().id());
      if (withBytes) {
        stored = write(ctx, stored, 0, checksum);
      }
      tell(ctx, stored);
      json.send(ctx, 201, UploadResource.of(stored, uploads.limits()));
    } catch (ProblemException e) {
      throw unread(ctx, e);
    }
  }

  private void show(Context ctx) throws IOException {
    StoredUpload stored = uploads.find(keys.tenant(ctx), ctx.pathParam("id"));
    json.send(ctx, 200, UploadResource.of(stored, uploads.limits()));
  }

  private void offset(Context ctx) throws IOException {
    TusRequest.requireVersion(ctx);
    StoredUpload stored = uploads.find(keys.tenant(ctx), ctx.pathParam("id"));
    tell(ctx, stored);
    UploadRecord record = stored.record();
    if (record.length().isPresent()) {
      ctx.header(TusRequest.LENGTH, Long.toString(record.length().get()));
    } else {
      ctx.header(TusRequest.DEFER, "1");
    }
    ctx.header(TusRequest.METADATA, record.metadata());
    ctx.status(200);
  }

  private void append(Context ctx) throws IOException {
    try {
      TusRequest.requireVersion(ctx);
      TusRequest.requirePiece(ctx);
      long offset =
          TusRequest.bytes(ctx, TusRequest.OFFSET)
              .orElseThrow(
                  () ->
                      new ProblemException(
                          ProblemType.INVALID_REQUEST,
                          "Say from where the bytes are with " + TusRequest.OFFSET + ".",
                          TusRequest.OFFSET));
      Optional<TusRequest.Checksum> checksum = TusRequest.checksum(ctx);
      StoredUpload stored = uploads.find(keys.tenant(ctx), ctx.pathParam("id"));
      room.require();
      tell(ctx, write(ctx, stored, offset, checksum));
      ctx.status(204);
    } catch (ProblemException e) {
      throw unread(ctx, e);
    }
  }

  /** The body stays unread, or the client is in the middle of it. */
  private static ProblemException unread(Context ctx, ProblemException e) {
    UnreadBody.discard(ctx);
    return e;
  }

  private StoredUpload write(
      Context ctx, StoredUpload found, long offset, Optional<TusRequest.Checksum> checksum)
      throws IOException {
    try (UploadFiles.Lock lock = uploads.files().lock(found)) {
      StoredUpload stored = withLength(ctx, uploads.files().again(found));
      requireOffset(ctx, stored, offset);
      long most = uploads.limits().most(stored.record().purpose());
      long left = stored.record().length().orElse(most) - offset;
      requireFits(ctx, left);
      long end = left == 0 || !lock.isHeld() ? offset : read(ctx, stored, left, checksum);
      return stored.record().isWhole(end) ? uploads.finish(stored) : stored;
    }
  }

  private long read(
      Context ctx, StoredUpload stored, long left, Optional<TusRequest.Checksum> checksum)
      throws IOException {
    try (UploadPermits.Permit permit = permits.take(ctx)) {
      BodyStream body = permit.body(ctx, Long.MAX_VALUE);
      try {
        return UploadWriter.append(stored, body, left, checksum);
      } catch (ProblemException e) {
        if (e.type() == ProblemType.PAYLOAD_TOO_LARGE) {
          body.drain();
        }
        throw e;
      }
    }
  }

  /** The client may say only now how long it will be, and once. */
  private StoredUpload withLength(Context ctx, StoredUpload stored) throws IOException {
    Optional<Long> known = stored.record().length();
    Optional<Long> said = TusRequest.bytes(ctx, TusRequest.LENGTH);
    if (said.isEmpty() || said.equals(known)) {
      return stored;
    }
    if (known.isPresent() || said.get() < stored.offset()) {
      throw new ProblemException(
              ProblemType.CONFLICT,
              "The upload has "
                  + stored.offset()
                  + " bytes and "
                  + known.map(bytes -> "is to have " + bytes).orElse("cannot get shorter")
                  + ".",
              TusRequest.LENGTH)
          .withValue(said.get().toString());
    }
    TusRequest.requireLength(said.get(), uploads.limits().most(stored.record().purpose()));
    StoredUpload longer = new StoredUpload(stored.folder(), stored.record().withLength(said.get()));
    uploads.files().write(longer);
    return longer;
  }

  private static void requireOffset(Context ctx, StoredUpload stored, long offset)
      throws IOException {
    long has = stored.offset();
    if (has != offset) {
      ctx.header(TusRequest.OFFSET, Long.toString(has));
      throw new ProblemException(
              ProblemType.CONFLICT,
              "The upload has " + has + " bytes: send those from there on.",
              TusRequest.OFFSET)
          .withValue(Long.toString(offset));
    }
  }

  private static void requireFits(Context ctx, long left) {
    long length = ctx.req().getContentLengthLong();
    if (length > left) {
      throw new ProblemException(
              ProblemType.PAYLOAD_TOO_LARGE,
              "The body has " + length + " bytes, and the upload lacks " + left + ".",
              "Content-Length")
          .withValue(Long.toString(length));
    }
  }

  private void delete(Context ctx) throws IOException {
    TusRequest.requireVersion(ctx);
    StoredUpload stored = uploads.find(keys.tenant(ctx), ctx.pathParam("id"));
    try (UploadFiles.Lock lock = uploads.files().lock(stored)) {
      if (lock.isHeld()) {
        uploads.files().delete(stored);
      }
    }
    ctx.status(204);
  }

  /** The fields that every answer about an upload has. */
  private void tell(Context ctx, StoredUpload stored) throws IOException {
    ctx.header(TusRequest.OFFSET, Long.toString(stored.offset()));
    ctx.header(
        "Upload-Expires",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            stored.expires(uploads.limits()).atOffset(ZoneOffset.UTC)));
  }

  /** To be called when no request is under way any more. */
  @Override
  public void close() {
    uploads.close();
  }
}
