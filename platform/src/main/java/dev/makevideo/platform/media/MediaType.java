package dev.makevideo.platform.media;

/** What a file is, judged by its first bytes. */
public enum MediaType {
  MP3("MP3 audio"),
  WAV("WAV audio"),
  MP4("MP4 or M4A"),
  OGG("Ogg audio"),
  QUICKTIME("QuickTime movie"),
  WEBM("WebM or Matroska video"),
  FLAC("FLAC audio"),
  AAC("raw AAC audio"),
  AVI("AVI video"),
  AIFF("AIFF audio"),
  MIDI("MIDI file"),
  FLV("Flash video"),
  MPEG_TS("MPEG transport stream"),
  HLS("HLS playlist"),
  FFCONCAT("ffconcat script"),
  PNG("PNG image"),
  JPEG("JPEG image"),
  GIF("GIF image"),
  WEBP("WebP image"),
  HEIF("HEIF or AVIF image"),
  PDF("PDF document"),
  ZIP("ZIP archive"),
  GZIP("gzip archive"),
  PROGRAM("executable program"),
  HTML("HTML page"),
  TEXT("plain text"),
  EMPTY("empty file"),
  UNKNOWN("unknown kind of file");

  private final String title;

  MediaType(String title) {
    this.title = title;
  }

  /** What to call it in a message to a person, such as {@code PNG image}. */
  public String title() {
    return title;
  }

  /** Whether a narration may have this type. */
  public boolean isNarration() {
    return this == MP3 || this == WAV || this == MP4 || this == OGG;
  }

  /** Whether it is a container that a clip may come in. */
  public boolean isClip() {
    return this == MP4 || this == QUICKTIME || this == WEBM;
  }

  /** The allowed types of a clip, for messages. */
  public static String clipTitles() {
    return "MP4, QuickTime, Matroska or WebM";
  }

  /** Whether it is a still picture of which a clip can be made. */
  public boolean isPicture() {
    return this == JPEG || this == PNG || this == WEBP;
  }

  /** The allowed types of a picture, for messages. */
  public static String pictureTitles() {
    return "JPEG, PNG or WebP";
  }

  /** The allowed types of a narration, for messages. */
  public static String narrationTitles() {
    return "MP3, WAV, MP4/M4A, OGG";
  }
}
