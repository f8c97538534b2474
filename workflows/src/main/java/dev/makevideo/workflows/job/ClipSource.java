package dev.makevideo.workflows.job;

import java.util.Optional;

/**
 * Where a job's clips come from.
 *
 * @param kind which of the sources
 * @param folder the absolute path of the folder, with {@link Kind#FOLDER} only
 * @param urls a UTF-8 text object with one URL a line, with {@link Kind#URLS} only
 */
public record ClipSource(Kind kind, Optional<String> folder, Optional<ObjectRef> urls) {
  /** The kinds of source. */
  public enum Kind {
    /** The files of one folder on the workers' file system. */
    FOLDER,
    /** A list of direct URLs. */
    URLS,
    /** The configured youtube-search and video-downloader services. */
    SERVICE
  }

  /**
   * @throws IllegalArgumentException if the component that the kind needs is absent
   */
  public ClipSource {
    if ((kind == Kind.FOLDER) != folder.isPresent()) {
      throw new IllegalArgumentException("folder goes with kind FOLDER, and only with it");
    }
    if ((kind == Kind.URLS) != urls.isPresent()) {
      throw new IllegalArgumentException("urls goes with kind URLS, and only with it");
    }
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
}
