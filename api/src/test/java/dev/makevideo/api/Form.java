package dev.makevideo.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a multipart body. */
final class Form {
  static final String BOUNDARY = "----boundary-7f3a";
  static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A submission that passes: narration, query, no subtitles, one URL. */
  static Form valid(String query) {
    return new Form()
        .file("audio", "a.mp3", ApiFixture.mp3(2_000))
        .field("query", query)
        .field("subtitles", "none")
        .field("clips_urls", "http://example.org/a.mp4");
  }

  Form field(String name, String value) {
    return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
  }

  Form file(String name, String fileName, byte[] content) {
    return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", content);
  }

  private Form part(String disposition, byte[] content) {
    text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n");
    text("Content-Type: application/octet-stream\r\n\r\n");
    bytes.writeBytes(content);
    text("\r\n");
    return this;
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] unfinished() {
    return bytes.toByteArray();
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }
}
