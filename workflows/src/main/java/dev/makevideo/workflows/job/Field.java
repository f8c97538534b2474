package dev.makevideo.workflows.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
  SHARE_ALIKE,
  APPROVE,
  PRIORITY,
  MUSIC,
  MUSIC_VOLUME;

  /** The field of an option. */
  public static Field of(JobOption option) {
    return valueOf(option.name());
  }

  /** The option that it says, if it says one. */
  public Optional<JobOption> option() {
    return Arrays.stream(JobOption.values()).filter(o -> o.name().equals(name())).findFirst();
  }

  /** Its name in the form of {@code POST /v1/videos}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a text as people have it in a file, in any encoding. */
  public boolean isLongText() {
    return this == SCRIPT || this == CLIPS_URLS || this == SHOTS;
  }
}
