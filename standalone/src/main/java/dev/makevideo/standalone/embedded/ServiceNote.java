package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file in the data folder that says where the service of this folder answers, so that other
 * commands find one on a port that nobody chose. A hint: whoever reads it asks the service first.
 */
public final class ServiceNote {
  private final Path file;

  public ServiceNote(Path home) {
    this.file = home.resolve("service-url");
  }

  /** Where the last service said that it answers. */
  public Optional<URI> read() throws IOException {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void write(URI url) throws IOException {
    Files.createDirectories(file.getParent());
    Path partial = Files.createTempFile(file.getParent(), "service-url", ".partial");
    Files.writeString(partial, url + "\n");
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the note if it is this service's own. */
  void remove(URI url) throws IOException {
    if (read().filter(url::equals).isPresent()) {
      Files.deleteIfExists(file);
    }
  }
}
