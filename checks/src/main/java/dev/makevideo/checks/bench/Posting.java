package dev.makevideo.checks.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Posts one submission over a plain socket, to know when its last byte was written. */
final class Posting {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String BOUNDARY = "make-video-bench";

  private Posting() {}

  /**
   * The answer.
   *
   * @param millis from the last byte written to the first byte read
   * @param sendingMillis from the first byte written to the last
   * @param text its beginning
   */
  record Verdict(int status, double millis, double sendingMillis, String text) {}

  static Verdict send(int port, byte[] audio) throws IOException {
    byte[] before =
        bytes(
            text("query", "sea")
                + text("subtitles", "none")
                + text("clips_folder", "/usr")
                + part("name=\"audio\"; filename=\"speech\""));
    byte[] after = bytes("\r\n--" + BOUNDARY + "--\r\n");
    byte[] head =
        bytes(
            "POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: multipart/form-data; boundary="
                + BOUNDARY
                + "\r\nContent-Length: "
                + (before.length + audio.length + after.length)
                + "\r\n\r\n");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), (int) BOUND.toMillis());
      socket.setSoTimeout((int) BOUND.toMillis());
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      long began = System.nanoTime();
      out.write(head);
      out.write(before);
      out.write(audio);
      out.write(after);
      long sent = System.nanoTime();
      InputStream in = socket.getInputStream();
      int first = in.read();
      long answered = System.nanoTime();
      String text = (char) first + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.startsWith("HTTP/1.1 ")) {
        throw new IOException("no answer: " + text);
      }
      int status = Integer.parseInt(text.substring(9, 12));
      return new Verdict(status, (answered - sent) / 1e6, (sent - began) / 1e6, text);
    }
  }

  private static String text(String name, String value) {
    return part("name=\"" + name + "\"") + value + "\r\n";
  }

  private static String part(String disposition) {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
