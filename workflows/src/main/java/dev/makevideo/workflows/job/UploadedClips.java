package dev.makevideo.workflows.job;

import java.util.List;

/**
 * The clips and pictures that a user uploaded for a job, in the order in which they are tried: a
 * JSON object in the store, so that a history carries a reference.
 *
 * @param clips one to {@value #MOST}
 */
public record UploadedClips(List<Item> clips) {
  /** The most that one job may have. */
  public static final int MOST = 100;

  /**
   * One of them.
   *
   * @param name the file's name as its owner calls it, for display only
   * @param object its bytes
   * @param picture whether it is a still picture, of which a clip is made
   */
  public record Item(String name, ObjectRef object, boolean picture) {}

  /**
   * @throws IllegalArgumentException if there are none or too many
   */
  public UploadedClips {
    clips = List.copyOf(clips);
    if (clips.isEmpty() || clips.size() > MOST) {
      throw new IllegalArgumentException(
          "clips must be 1 to " + MOST + ", and are " + clips.size());
    }
  }
}
