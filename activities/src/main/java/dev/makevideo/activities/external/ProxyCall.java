package dev.makevideo.activities.external;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One connection of a program to its proxy, with the one that is made for it. For one thread. */
final class ProxyCall {
  private static final int MAX_HEAD = 32 << 10;
  private static final int BUFFER = 64 << 10;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = ExternalService.DIRECT_DOWNLOAD.silence();
  private static final String END = "\r\n\r\n";

  private final GuardedProxy proxy;
  private final Socket caller;

  ProxyCall(GuardedProxy proxy, Socket caller) {
    this.proxy = proxy;
    this.caller = caller;
  }

  /** Serves it to its end. */
  void run() throws IOException {
    caller.setSoTimeout((int) SILENCE.toMillis());
    String head = head().orElse("");
    if (!proxy.isKnown(ProxyRequest.credentials(head))) {
      answer("407 Proxy Authentication Required");
      return;
    }
    Optional<ProxyRequest> request = ProxyRequest.parse(head);
    if (request.isPresent()) {
      serve(request.get());
    } else {
      proxy.refused("something else than http and https was asked for");
      answer("400 Bad Request");
    }
  }

  /** What comes before the empty line; byte by byte, so that nothing of a body is taken. */
  private Optional<String> head() throws IOException {
    InputStream in = caller.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (head.size() < MAX_HEAD) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the caller went away");
      }
      head.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
      if (matched == END.length()) {
        return Optional.of(head.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  private void serve(ProxyRequest request) throws IOException {
    try (Socket target = connected(request)) {
      if (!proxy.keep(target)) {
        return;
      }
      try {
        exchange(request, target);
      } finally {
        proxy.forget(target);
      }
    } catch (RefusedAddressException e) {
      proxy.refused(String.valueOf(e.getMessage()));
      answer("403 Forbidden");
    } catch (UnknownHostException e) {
      proxy.troubled(request.place() + " is not known to the name service");
      answer("502 Bad Gateway");
    } catch (UnreachableException e) {
      proxy.troubled(request.place() + " cannot be reached");
      answer("502 Bad Gateway");
    }
  }

  /** Connected to an address that was checked, by that address. */
  private Socket connected(ProxyRequest request) throws IOException {
    for (InetAddress address : proxy.addresses(request.target())) {
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, request.target().port()), (int) CONNECT.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
      }
    }
    throw new UnreachableException();
  }

  private void exchange(ProxyRequest request, Socket target) throws IOException {
    target.setSoTimeout((int) SILENCE.toMillis());
    caller.setSoTimeout(0); // it waits for the answer, and is closed with it
    if (request.tunnel()) {
      say("HTTP/1.1 200 Connection established\r\n\r\n");
    } else {
      target.getOutputStream().write(request.head().getBytes(StandardCharsets.ISO_8859_1));
    }
    GuardedProxy.start("guarded-proxy-up", () -> upwards(target));
    InputStream in = target.getInputStream();
    OutputStream out = caller.getOutputStream();
    byte[] buffer = new byte[BUFFER];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        proxy.received(count, request.place());
        out.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      proxy.troubled(request.place() + " sent nothing for " + SILENCE.toSeconds() + " s");
    }
  }

  private void upwards(Socket target) {
    try {
      InputStream in = caller.getInputStream();
      OutputStream out = target.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
      target.shutdownOutput();
    } catch (IOException e) {
      // One of the two ended: the other direction notices.
    }
  }

  private void answer(String status) throws IOException {
    say("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }

  private void say(String text) throws IOException {
    caller.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** None of a host's addresses could be connected to. */
  private static final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
