package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clips and pictures that came with the job, in their owner's order. Thread-safe. */
public final class UploadSource implements ClipSource {
  private static final char SEPARATOR = ':';

  private final Uploads uploads;
  private final ObjectMapper mapper = Payloads.mapper();

  UploadSource(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public SourceName name() {
    return SourceName.UPLOADS;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean searches() {
    return false;
  }

  @Override
  public String needs() {
    return "uploaded clips";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop) throws IOException {
    ObjectRef list =
        wanted
            .request()
            .clips()
            .uploads()
            .orElseThrow(
                () -> Failures.of(FailureType.INVALID_REQUEST, "the job has no uploaded clips"));
    UploadedClips all =
        mapper.readValue(uploads.read(list, "list of uploaded clips"), UploadedClips.class);
    return new CallResult.Ok<>(candidates(all.clips().subList(0, most(wanted, all)), 0));
  }

  /**
   * Uploads as candidates.
   *
   * @param first position of the first one in its list
   */
  public static List<Candidate> candidates(List<UploadedClips.Item> clips, int first) {
    List<Candidate> candidates = new ArrayList<>();
    for (UploadedClips.Item clip : clips) {
      candidates.add(
          new Candidate(
              first + candidates.size(),
              clip.picture() ? Candidate.Kind.PICTURE : Candidate.Kind.UPLOAD,
              clip.object().sha256() + SEPARATOR + clip.object().bytes(),
              clip.name(),
              Optional.empty()));
    }
    return candidates;
  }

  private static int most(Wanted wanted, UploadedClips all) {
    return Math.min(wanted.most(), all.clips().size());
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "the job has no uploaded clips";
  }

  /**
   * The object that a candidate's location names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static ObjectRef object(String location) {
    int separator = location.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new IllegalArgumentException("no upload: " + location);
    }
    return new ObjectRef(
        location.substring(0, separator), Long.parseLong(location.substring(separator + 1)));
  }
}
