package dev.makevideo.workflows.contract;

import java.util.List;

/**
 * What became of the objects that deleted jobs had named.
 *
 * @param files how many were deleted from the store
 * @param bytes their size
 * @param left what cannot be decided yet; the rest is gone, or named by another job
 */
public record FreedObjects(int files, long bytes, List<ForgottenJob> left) {
  public FreedObjects {
    left = List.copyOf(left);
  }
}
