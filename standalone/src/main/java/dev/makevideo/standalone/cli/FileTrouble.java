package dev.makevideo.standalone.cli;

import dev.makevideo.platform.storage.DiskFull;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/**
 * What an error of files or of the network means to people, and what they can do. Java's own
 * messages of files are often a path and nothing else.
 */
final class FileTrouble {
  private FileTrouble() {}

  /** One sentence; never only a path. */
  static String sentence(IOException error) {
    if (error instanceof ConnectException || error instanceof HttpTimeoutException) {
      return "the service does not answer";
    }
    if (error instanceof ServiceException) {
      return String.valueOf(error.getMessage());
    }
    if (DiskFull.isMeantBy(error)) {
      return "the disk is full" + at(error) + "; make room and try again";
    }
    if (error instanceof FileSystemException files) {
      return sentence(files);
    }
    if (error instanceof FileNotFoundException) {
      return "a file cannot be opened: " + error.getMessage() + "; check its name and permissions";
    }
    if (error instanceof CharacterCodingException) {
      return "a file is not UTF-8 text; save it as UTF-8 and try again";
    }
    String message = Optional.ofNullable(error.getMessage()).orElse("");
    return message.contains(" ")
        ? message
        : "reading or writing failed: "
            + error.getClass().getSimpleName()
            + (message.isEmpty() ? "" : " " + message)
            + "; try again, and see the logs folder of make-video's data folder";
  }

  private static String sentence(FileSystemException error) {
    String file = String.valueOf(error.getFile());
    if (error instanceof NoSuchFileException) {
      return file + " is not there; check the name, and that nothing removes it meanwhile";
    }
    if (error instanceof AccessDeniedException) {
      return file
          + " may not be read or written by this user; change its permissions or those of its"
          + " folder, or name another place";
    }
    if (error instanceof FileAlreadyExistsException) {
      return file + " is there already and is in the way; move it or name another place";
    }
    if (error instanceof NotDirectoryException) {
      return file + " is not a folder; name a folder";
    }
    if (error instanceof DirectoryNotEmptyException) {
      return file + " is a folder with files in it; name another place";
    }
    if (error instanceof FileSystemLoopException) {
      return file + " leads back to itself by a link; remove that link";
    }
    return file + " cannot be read or written: " + reason(error);
  }

  private static String reason(FileSystemException error) {
    String said = Optional.ofNullable(error.getReason()).orElse("no reason is known");
    String lower = said.toLowerCase(Locale.ROOT);
    String advice =
        lower.contains("read-only")
            ? "; name a place that can be written to"
            : lower.contains("name too long")
                ? "; choose a shorter name"
                : lower.contains("not a directory")
                    ? "; a part of the path is a file: name another place"
                    : lower.contains("changed meanwhile")
                        ? "; try again when nothing writes it"
                        : "; name another place, or try again";
    return said + advice;
  }

  private static String at(IOException error) {
    return error instanceof FileSystemException files && files.getFile() != null
        ? " where " + files.getFile() + " should be"
        : "";
  }
}
