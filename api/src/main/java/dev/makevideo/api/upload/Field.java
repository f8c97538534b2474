package dev.makevideo.api.upload;

import dev.makevideo.workflows.job.JobOption;

/** What a submission can say: an option of the job under the option's own name, and the rest. */
public enum Field {
  AUDIO,
  QUERY,
  SHOTS,
  SCRIPT,
  MAX_SHORTS,
  ASPECT_RATIO,
  CROP_POSITION,
  SUBTITLES,
  LANGUAGE,
  CLIPS_FOLDER,
  CLIPS_URLS,
  CHECK_TEXT,
  QUALITY,
  KEEP_SCRIPT,
  SOURCES,
  SHARE_ALIKE;

  /** The field of an option. */
  public static Field of(JobOption option) {
    return valueOf(option.name());
  }

  /** Whether it is a text as people have it in a file, in any encoding. */
  boolean isLongText() {
    return this == SCRIPT || this == CLIPS_URLS || this == SHOTS;
  }
}
