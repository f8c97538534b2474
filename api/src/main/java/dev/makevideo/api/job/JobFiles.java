package dev.makevideo.api.job;

import dev.makevideo.api.http.FileAnswer;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoResult;
import java.io.IOException;
import java.util.Optional;

/** Finds the files of completed jobs. Thread-safe. */
final class JobFiles {
  private final ArtifactStore store;

  JobFiles(ArtifactStore store) {
    this.store = store;
  }

  /** What a completed job offers. */
  enum Kind {
    VIDEO("video/mp4", ".mp4"),
    SRT("application/x-subrip", ".srt"),
    VTT("text/vtt; charset=utf-8", ".vtt"),
    REPORT("application/json", ".report.json"),
    CREDITS("text/plain; charset=utf-8", ".credits.txt");

    private final String mediaType;
    private final String suffix;

    Kind(String mediaType, String suffix) {
      this.mediaType = mediaType;
      this.suffix = suffix;
    }

    Optional<ObjectRef> of(VideoResult result) {
      return switch (this) {
        case VIDEO -> Optional.of(result.video());
        case SRT -> result.srt();
        case VTT -> result.vtt();
        case REPORT -> result.report();
        case CREDITS -> result.credits();
      };
    }
  }

  /**
   * The file.
   *
   * @throws ProblemException with 409 if the job is not completed, 404 if it has no such file, 410
   *     if it is in the store no longer
   */
  FileAnswer.Content find(JobLookup.Job job, Kind kind) throws IOException {
    if (job.status() != JobStatus.COMPLETED) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The job is " + job.status().label() + "; only a completed one has files.");
    }
    VideoResult result =
        Outcome.of(job)
            .result()
            .orElseThrow(
                () ->
                    ProblemException.later(
                        ProblemType.DEPENDENCY_UNAVAILABLE, "The result cannot be read now.", 5));
    ObjectRef object =
        kind.of(result)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND, "The job was made without this file."));
    try {
      store.verify(object);
      return new FileAnswer.Content(
          () -> store.open(object),
          object.bytes(),
          object.sha256(),
          kind.mediaType,
          job.id() + kind.suffix);
    } catch (MissingObjectException e) {
      throw new ProblemException(
          ProblemType.GONE,
          "The file is in the store no longer. Send the same job again: what is left of it is used.");
    }
  }
}
