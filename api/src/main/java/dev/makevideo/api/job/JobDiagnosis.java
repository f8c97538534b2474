package dev.makevideo.api.job;

import dev.makevideo.api.diagnosis.Diagnosis;
import dev.makevideo.api.diagnosis.Diagnostician;
import dev.makevideo.api.diagnosis.Subject;
import dev.makevideo.workflows.job.VideoResult;
import java.util.Map;

/** Has a job diagnosed, with all that its other pages know of it. Thread-safe. */
final class JobDiagnosis {
  private static final long SECOND_MILLIS = 1_000;

  private final Diagnostician diagnostician;
  private final JobResourceAssembler resources;

  JobDiagnosis(Diagnostician diagnostician, JobResourceAssembler resources) {
    this.diagnostician = diagnostician;
    this.resources = resources;
  }

  Diagnosis of(JobLookup.Job job) throws InterruptedException {
    Outcome outcome = Outcome.of(job);
    return diagnostician.of(
        new Subject(
            job.id().value(),
            job.status(),
            job.description(),
            resources.view(job),
            outcome.failure().map(failure -> new Subject.Failed(failure.type(), failure.detail())),
            job.correlationId(),
            outcome.result().map(JobDiagnosis::notes).orElse("")));
  }

  private static String notes(VideoResult result) {
    String clips = result.approved() + " clips approved, " + result.rejected().size() + " rejected";
    return result.stageMillis().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            most ->
                "%s; most work was in %s (%d s)"
                    .formatted(clips, most.getKey(), most.getValue() / SECOND_MILLIS))
        .orElse(clips);
  }
}
