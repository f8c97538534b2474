package dev.makevideo.api.upload;

/** What a submission can say. */
public enum Field {
  AUDIO,
  QUERY,
  SCRIPT,
  MAX_SHORTS,
  ASPECT_RATIO,
  CROP_POSITION,
  SUBTITLES,
  LANGUAGE,
  CLIPS_FOLDER,
  CLIPS_URLS,
  CHECK_TEXT,
  QUALITY;

  boolean isLongText() {
    return this == SCRIPT || this == CLIPS_URLS;
  }
}
