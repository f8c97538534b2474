package dev.makevideo.api.resumable;

import dev.makevideo.platform.media.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The closed list of what an upload can be for. */
public enum UploadPurpose {
  /** The audio of a job. */
  NARRATION,
  /** Footage of one's own; a picture is welcome, too. */
  CLIP,
  /** A still picture to show. */
  PICTURE,
  /** What is played under the voice of a job. */
  MUSIC;

  /** The wire form, such as {@code narration}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The purpose with a label, if there is one. */
  static Optional<UploadPurpose> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }

  /** All labels, for messages. */
  static String labels() {
    return Arrays.stream(values()).map(UploadPurpose::label).collect(Collectors.joining(", "));
  }

  /** Whether its first bytes may say this. */
  boolean allows(MediaType type) {
    return switch (this) {
      case NARRATION, MUSIC -> type.isNarration();
      case CLIP -> type.isClip() || type.isPicture();
      case PICTURE -> type.isPicture();
    };
  }

  /** What is allowed, for messages. */
  String allowed() {
    return switch (this) {
      case NARRATION, MUSIC -> MediaType.narrationTitles();
      case CLIP -> MediaType.clipTitles() + "; or " + MediaType.pictureTitles();
      case PICTURE -> MediaType.pictureTitles();
    };
  }
}
