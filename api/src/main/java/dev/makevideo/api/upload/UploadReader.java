package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Reads and examines submissions, a few at once. Thread-safe. */
public final class UploadReader implements AutoCloseable {
  private final UploadLimits limits;
  private final UploadFolder folder;
  private final NarrationExam exam;
  private final UploadPermits permits;

  /** As many threads as uploads at the most; they end when they have nothing to do. */
  private final Executor disk = Executors.newCachedThreadPool(UploadReader::diskThread);

  /**
   * @param permits shared with whatever else reads long bodies
   */
  public UploadReader(
      UploadLimits limits, UploadFolder folder, NarrationExam exam, UploadPermits permits) {
    this.limits = limits;
    this.folder = folder;
    this.exam = exam;
    this.permits = permits;
  }

  /** What bodies may be. */
  public UploadLimits limits() {
    return limits;
  }

  /**
   * Reads the body and examines the narration. The caller closes the upload.
   *
   * @throws ProblemException if it is too large, too slow, malformed or not a narration
   */
  public Upload read(Context ctx, FormShape shape) throws IOException {
    try (UploadPermits.Permit permit = permits.take(ctx)) {
      return readBody(ctx, shape, permit);
    } catch (ProblemException e) {
      throw shape.report(e);
    }
  }

  /**
   * Reads a body that is one short text, under the same bounds.
   *
   * @param most how many bytes it may have
   * @throws ProblemException if it is too large or too slow
   */
  public byte[] document(Context ctx, int most) throws IOException {
    try (UploadPermits.Permit permit = permits.take(ctx)) {
      BodyStream body = permit.body(ctx, most);
      try {
        return body.readAllBytes();
      } catch (ProblemException e) {
        throw refused(ctx, body, e);
      }
    }
  }

  private static ProblemException refused(Context ctx, BodyStream body, ProblemException e) {
    if (e.type() != ProblemType.REQUEST_TIMEOUT) {
      body.drain();
    }
    ctx.res().setHeader("Connection", "close");
    return e;
  }

  private Upload readBody(Context ctx, FormShape shape, UploadPermits.Permit permit)
      throws IOException {
    if (ctx.req().getContentLengthLong() > limits.bodyBytes() && isWaiting(ctx)) {
      throw new ProblemException(
          ProblemType.PAYLOAD_TOO_LARGE,
          "The request is longer than " + limits.bodyBytes() + " bytes.",
          shape.name(Field.AUDIO));
    }
    BodyStream body = permit.body(ctx, limits.bodyBytes());
    Path audio = folder.newFile();
    Path music = audio.resolveSibling(audio.getFileName() + ".music");
    boolean kept = false;
    try {
      MultipartReader parts = new MultipartReader(body, ctx.req().getContentType());
      FormReader.Content content = new FormReader(parts, shape, limits, disk).read(audio, music);
      NarrationProbe.Length length = exam.length(audio, content.audio(), shape.name(Field.AUDIO));
      List<String> warnings = new ArrayList<>();
      length.warning().ifPresent(warnings::add);
      if (content.music().isPresent()) {
        ObjectRef object = content.music().get().object();
        String name = shape.name(Field.MUSIC);
        exam.music(music, object, name).warning().ifPresent(w -> warnings.add(name + ": " + w));
      }
      Upload upload =
          new Upload(
              content.texts(),
              Optional.of(audio),
              content.audio(),
              length.duration(),
              warnings,
              List.of(),
              content.metadata(),
              content.webhook(),
              content.music());
      kept = true;
      return upload;
    } catch (ProblemException e) {
      throw refused(ctx, body, e);
    } finally {
      if (!kept) {
        Files.deleteIfExists(audio);
        Files.deleteIfExists(music);
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

  /** Leaves no file. To be called when no upload is under way any more. */
  @Override
  public void close() {
    folder.close();
  }
}
