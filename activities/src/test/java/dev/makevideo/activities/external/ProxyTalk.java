package dev.makevideo.activities.external;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Asks a proxy as a program would, byte by byte. */
final class ProxyTalk {
  private ProxyTalk() {}

  /** All that is answered to a request line. */
  static String ask(int port, String line, String user) throws IOException {
    String secret = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.US_ASCII));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (line + " HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic " + secret + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
