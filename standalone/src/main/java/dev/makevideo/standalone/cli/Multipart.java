package dev.makevideo.standalone.cli;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A multipart/form-data body (RFC 7578); files are streamed from disk. */
final class Multipart {
  private final String boundary = "make-video-" + UUID.randomUUID();
  private final List<BodyPublisher> parts = new ArrayList<>();

  /** Adds a text field. */
  Multipart field(String name, String value) {
    parts.add(text(head(name) + "\r\n\r\n" + value + "\r\n"));
    return this;
  }

  /**
   * Adds a file.
   *
   * @throws FileNotFoundException if it is not there
   */
  Multipart file(String name, Path file) throws FileNotFoundException {
    String fileName = String.valueOf(file.getFileName()).replaceAll("[\"\\r\\n\\\\]", "_");
    parts.add(
        text(
            head(name)
                + "; filename=\""
                + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
    parts.add(BodyPublishers.ofFile(file));
    parts.add(text("\r\n"));
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body() {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(text("--" + boundary + "--\r\n"));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }

  private String head(String name) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
