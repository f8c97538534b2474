package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Reads and examines submissions, a few at once. Thread-safe. */
public final class UploadReader {
  private static final int RETRY_SECONDS = 5;

  private final UploadLimits limits;
  private final UploadFolder folder;
  private final NarrationProbe probe;
  private final LongSupplier nanos;
  private final Semaphore slots;

  /** As many threads as uploads at the most; they end when they have nothing to do. */
  private final Executor disk = Executors.newCachedThreadPool(UploadReader::diskThread);

  /**
   * @param nanos a clock that only runs forward, such as {@link System#nanoTime}
   */
  public UploadReader(
      UploadLimits limits, UploadFolder folder, NarrationProbe probe, LongSupplier nanos) {
    this.limits = limits;
    this.folder = folder;
    this.probe = probe;
    this.nanos = nanos;
    this.slots = new Semaphore(limits.atOnce());
  }

  /**
   * Reads the body and examines the narration. The caller closes the upload.
   *
   * @throws ProblemException if it is too large, too slow, malformed or not a narration
   */
  public Upload read(Context ctx, FormShape shape) throws IOException {
    if (!slots.tryAcquire()) {
      ctx.res().setHeader("Connection", "close");
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + limits.atOnce() + " uploads under way already.",
          RETRY_SECONDS);
    }
    try {
      return readBody(ctx, shape);
    } catch (ProblemException e) {
      throw shape.report(e);
    } finally {
      slots.release();
    }
  }

  private Upload readBody(Context ctx, FormShape shape) throws IOException {
    if (ctx.req().getContentLengthLong() > limits.bodyBytes() && isWaiting(ctx)) {
      throw new ProblemException(
          ProblemType.PAYLOAD_TOO_LARGE,
          "The request is longer than " + limits.bodyBytes() + " bytes.",
          shape.name(Field.AUDIO));
    }
    BodyStream body = new BodyStream(ctx.req().getInputStream(), limits, nanos);
    Path audio = folder.newFile();
    boolean kept = false;
    try {
      MultipartReader parts = new MultipartReader(body, ctx.req().getContentType());
      FormReader.Content content = new FormReader(parts, shape, limits, disk).read(audio);
      NarrationProbe.Length length = examined(audio, content.audio(), shape.name(Field.AUDIO));
      Upload upload =
          new Upload(
              content.texts(),
              audio,
              content.audio(),
              length.duration(),
              length.warning().map(List::of).orElse(List.of()),
              content.metadata());
      kept = true;
      return upload;
    } catch (ProblemException e) {
      if (e.type() != ProblemType.REQUEST_TIMEOUT) {
        body.drain();
      }
      ctx.res().setHeader("Connection", "close");
      throw e;
    } finally {
      if (!kept) {
        Files.deleteIfExists(audio);
      }
    }
  }

  private static Thread diskThread(Runnable task) {
    Thread thread = new Thread(task, "upload-disk");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether the client holds its body back until it is asked for. */
  private static boolean isWaiting(Context ctx) {
    return "100-continue".equalsIgnoreCase(ctx.header("Expect"));
  }

  private NarrationProbe.Length examined(Path audio, ObjectRef content, String field)
      throws IOException {
    NarrationProbe.Kind kind = probe.kind(audio);
    if (!kind.allowed()) {
      throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA,
              field
                  + " is "
                  + kind.found()
                  + " by its first bytes; allowed: "
                  + MediaType.narrationTitles()
                  + ".",
              field)
          .withValue(kind.found());
    }
    NarrationProbe.Length length;
    try {
      length = probe.length(audio, content);
    } catch (UnusableNarrationException e) {
      throw unusable(field, e.reason());
    }
    Duration duration = length.duration();
    if (duration.isZero() || duration.isNegative()) {
      throw unusable(field, "it has no sound");
    }
    if (duration.compareTo(VideoRequest.MAX_NARRATION) > 0) {
      String seconds = duration.toMillis() / 1000.0 + " s";
      throw ProblemException.value(
              field,
              seconds,
              field
                  + " lasts "
                  + seconds
                  + "; allowed: "
                  + VideoRequest.MAX_NARRATION.toSeconds()
                  + " s.")
          .withLimit(VideoRequest.MAX_NARRATION.toSeconds() + " s");
    }
    return length;
  }

  private static ProblemException unusable(String field, String reason) {
    return new ProblemException(
        ProblemType.MEDIA_UNUSABLE, field + " cannot be used: " + reason + ".", field);
  }
}
