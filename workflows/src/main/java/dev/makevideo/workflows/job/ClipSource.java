package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Where a job's clips come from.
 *
 * @param kind which of the sources
 * @param folder the absolute path of the folder, with {@link Kind#FOLDER} only
 * @param urls a UTF-8 text object with one URL a line, with {@link Kind#URLS} only
 * @param uploads the {@link UploadedClips} as a JSON object, with {@link Kind#UPLOADS} only
 */
public record ClipSource(
    Kind kind,
    Optional<String> folder,
    Optional<ObjectRef> urls,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<ObjectRef> uploads) {
  /** The kinds of source. */
  public enum Kind {
    /** The files of one folder on the workers' file system. */
    FOLDER,
    /** A list of direct URLs. */
    URLS,
    /** The configured youtube-search and video-downloader services. */
    SERVICE,
    /** Clips and pictures that the user uploaded. */
    UPLOADS
  }

  /**
   * @throws IllegalArgumentException if the component that the kind needs is absent
   */
  @JsonCreator
  public ClipSource {
    // Absent in what an earlier version wrote.
    uploads = uploads == null ? Optional.empty() : uploads;
    if ((kind == Kind.FOLDER) != folder.isPresent()) {
      throw new IllegalArgumentException("folder goes with kind FOLDER, and only with it");
    }
    if ((kind == Kind.URLS) != urls.isPresent()) {
      throw new IllegalArgumentException("urls goes with kind URLS, and only with it");
    }
    if ((kind == Kind.UPLOADS) != uploads.isPresent()) {
      throw new IllegalArgumentException("uploads goes with kind UPLOADS, and only with it");
    }
  }

  /** A source without uploads. */
  public ClipSource(Kind kind, Optional<String> folder, Optional<ObjectRef> urls) {
    this(kind, folder, urls, Optional.empty());
  }

  public static ClipSource ofFolder(String absolutePath) {
    return new ClipSource(Kind.FOLDER, Optional.of(absolutePath), Optional.empty());
  }

  public static ClipSource ofUrls(ObjectRef list) {
    return new ClipSource(Kind.URLS, Optional.empty(), Optional.of(list));
  }

  public static ClipSource ofService() {
    return new ClipSource(Kind.SERVICE, Optional.empty(), Optional.empty());
  }

  /**
   * @param list the {@link UploadedClips} as JSON
   */
  public static ClipSource ofUploads(ObjectRef list) {
    return new ClipSource(Kind.UPLOADS, Optional.empty(), Optional.empty(), Optional.of(list));
  }
}
