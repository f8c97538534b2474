package dev.makevideo.activities.external;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** A server on loopback over plain sockets that says byte for byte what it is told to say. */
final class RawServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();

  /** What it says to a request; the connection is closed after it. */
  @FunctionalInterface
  interface Speech {
    void to(Talk talk) throws IOException;
  }

  /** One request's connection. */
  final class Talk {
    private final Socket caller;
    private final OutputStream out;

    private Talk(Socket caller) throws IOException {
      this.caller = caller;
      this.out = caller.getOutputStream();
    }

    Talk say(String text) throws IOException {
      return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Talk say(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    /** Says it over and over, until the client goes away. */
    void forEver(String text, long pauseMillis) throws IOException {
      while (!pause(pauseMillis)) {
        say(text);
      }
    }

    /** Says it so many times; whether the client took all of it and hung up only then. */
    boolean isHeard(String text, int times) {
      try {
        caller.setSendBufferSize(8_192); // what is not taken waits here
        for (int i = 0; i < times; i++) {
          say(text);
        }
        return caller.getInputStream().read() < 0;
      } catch (IOException e) {
        return false; // it hung up before
      }
    }

    /** Says nothing until the server is closed. */
    void hold() {
      pause(TimeUnit.MINUTES.toMillis(1));
    }

    /** Closes with RST. */
    void reset() throws IOException {
      caller.setSoLinger(true, 0);
    }

    private boolean pause(long millis) {
      try {
        return closed.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }

  RawServer(Speech speech) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(() -> accept(speech));
  }

  private void accept(Speech speech) {
    try {
      while (true) {
        Socket caller = socket.accept();
        threads.execute(() -> serve(caller, speech));
      }
    } catch (IOException | RejectedExecutionException e) {
      closed.countDown();
    }
  }

  private void serve(Socket caller, Speech speech) {
    try (caller) {
      if (read(new BufferedInputStream(caller.getInputStream()))) {
        requests.incrementAndGet();
        speech.to(new Talk(caller));
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  /** Whether there was a request. */
  private static boolean read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next == 0x16 && head.size() == 0) {
        return true; // the hello of TLS
      }
      if (next < 0) {
        return false;
      }
      head.write(next);
    }
    Matcher length =
        LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
    if (length.find()) {
      in.readNBytes(Integer.parseInt(length.group(1)));
    }
    return true;
  }

  String url(String scheme) {
    return scheme + "://127.0.0.1:" + socket.getLocalPort() + "/x";
  }

  /** How many requests there were. */
  int requests() {
    return requests.get();
  }

  /** An answer with a body of the length that it says. */
  static String answer(String status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nConnection: close\r\n"
        + (headers.isEmpty() ? "" : headers + "\r\n")
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** Zeros, compressed. */
  static byte[] bomb(int size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(new byte[size]);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
