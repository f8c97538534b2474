package dev.makevideo.workflow;

import dev.makevideo.job.JobView;
import dev.makevideo.job.StageProgress;

/** A job's view as the Markdown table that Temporal's Web UI shows. */
final class ProgressTable {
  private ProgressTable() {}

  static String of(JobView view) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(view.status().label()).append("** ");
    text.append(view.percent()).append(" % · approved ").append(view.approved());
    text.append(", rejected ").append(view.rejected());
    text.append(" · worked ").append(view.worked().toSeconds()).append(" s of ");
    text.append(view.deadline().toSeconds()).append(" s\n\n");
    text.append("| stage | state | items | limit | note |\n|---|---|---|---|---|\n");
    for (StageProgress stage : view.stages()) {
      text.append("| ").append(stage.stage().label());
      text.append(" | ").append(stage.state().label());
      text.append(" | ").append(stage.done()).append(" / ").append(stage.total());
      text.append(" | ").append(stage.timeout().toSeconds()).append(" s");
      text.append(" | ").append(stage.note().replace("|", "\\|")).append(" |\n");
    }
    view.failureMessage().ifPresent(message -> text.append('\n').append(message).append('\n'));
    return text.toString();
  }
}
