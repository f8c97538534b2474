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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the files of completed jobs. Thread-safe. */
final class JobFiles {
  private final ArtifactStore store;

  JobFiles(ArtifactStore store) {
    this.store = store;
  }

  /** What a completed job offers. */
  enum Kind {
    VIDEO("video.mp4", "video/mp4", ".mp4"),
    SRT("subtitles.srt", "application/x-subrip", ".srt"),
    VTT("subtitles.vtt", "text/vtt; charset=utf-8", ".vtt"),
    REPORT("manifest.json", "application/json", ".report.json"),
    CREDITS("credits.txt", "text/plain; charset=utf-8", ".credits.txt");

    private final String artifact;
    private final String mediaType;
    private final String suffix;

    Kind(String artifact, String mediaType, String suffix) {
      this.artifact = artifact;
      this.mediaType = mediaType;
      this.suffix = suffix;
    }

    /** Its name among the job's artifacts. */
    String artifact() {
      return artifact;
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

  /** One of a job's files, as lists show it. */
  record Artifact(String name, String type, long bytes, String sha256, String href) {}

  /** What the job has; nothing before it is completed. */
  List<Artifact> list(JobLookup.Job job) {
    if (job.status() != JobStatus.COMPLETED) {
      return List.of();
    }
    VideoResult result = result(job);
    String base = JobResourceAssembler.self(job.id().value()) + "/artifacts/";
    List<Artifact> artifacts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kind.of(result)
          .ifPresent(
              object ->
                  artifacts.add(
                      new Artifact(
                          kind.artifact,
                          kind.mediaType,
                          object.bytes(),
                          object.sha256(),
                          base + kind.artifact)));
    }
    return artifacts;
  }

  /**
   * What a completed job made.
   *
   * @throws ProblemException with 503 if that cannot be read now
   */
  static VideoResult result(JobLookup.Job job) {
    return Outcome.of(job)
        .result()
        .orElseThrow(
            () ->
                ProblemException.later(
                    ProblemType.DEPENDENCY_UNAVAILABLE, "The result cannot be read now.", 5));
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
    VideoResult result = result(job);
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
