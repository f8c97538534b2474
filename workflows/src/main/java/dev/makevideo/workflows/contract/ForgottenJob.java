package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a job named that is deleted, or about to be.
 *
 * @param id the job's
 * @param objects in the store, each once
 * @param lists those of them that are lists of uploaded clips, which name more
 */
public record ForgottenJob(String id, List<ObjectRef> objects, List<ObjectRef> lists) {
  public ForgottenJob {
    objects = List.copyOf(objects);
    lists = List.copyOf(lists);
  }

  /** What both name: of two runs of one job, or of two looks at it. */
  public ForgottenJob and(ForgottenJob other) {
    return new ForgottenJob(id, union(objects, other.objects), union(lists, other.lists));
  }

  private static List<ObjectRef> union(List<ObjectRef> one, List<ObjectRef> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
