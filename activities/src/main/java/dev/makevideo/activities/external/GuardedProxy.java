package dev.makevideo.activities.external;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy on loopback for one run of a program that opens connections itself. What holds
 * for our own downloads holds for it: each name is resolved here, once, each address is checked and
 * connected to as it was checked, and the bytes that come back are counted. It serves only who
 * knows its secret, and remembers why it refused. Open for as long as the run; closing it ends all
 * its connections. Thread-safe.
 */
public final class GuardedProxy implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final int SECRET_BYTES = 24;
  private static final int BACKLOG = 64;
  private static final String USER = "make-video";

  /** Python's and curl's names for a proxy; a scheme that is not served is refused here. */
  private static final List<String> VARIABLES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "all_proxy");

  private final ServerSocket server;
  private final Optional<HttpUrl> home;
  private final long maxBytes;
  private final String secret;
  private final AddressGuard guard = AddressGuard.publicOnly();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong received = new AtomicLong();
  private final AtomicReference<@Nullable Rejection> refusal = new AtomicReference<>();
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private volatile boolean closed;

  private GuardedProxy(Optional<HttpUrl> home, long maxBytes) throws IOException {
    this.home = home;
    this.maxBytes = maxBytes;
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    this.secret = HexFormat.of().formatHex(random);
    this.server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
  }

  /**
   * Starts one.
   *
   * @param home the base whose own host and port may be private; everything else must be public
   * @param maxBytes what may come back in all
   * @throws IOException if this host has no port left
   */
  public static GuardedProxy open(Optional<String> home, long maxBytes) throws IOException {
    GuardedProxy proxy = new GuardedProxy(home.map(HttpUrl::parse), maxBytes);
    start("guarded-proxy", proxy::accept);
    return proxy;
  }

  /** Its port on 127.0.0.1. */
  public int port() {
    return server.getLocalPort();
  }

  /** What a program must find in its environment; holds the secret, as arguments must not. */
  public Map<String, String> environment() {
    String url = "http://" + USER + ":" + secret + "@127.0.0.1:" + port();
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : VARIABLES) {
      variables.put(name, url);
      variables.put(name.toUpperCase(java.util.Locale.ROOT), url);
    }
    variables.put("no_proxy", "");
    variables.put("NO_PROXY", "");
    return variables;
  }

  /** Why it refused something for good, the first time. */
  public Optional<Rejection> refusal() {
    return Optional.ofNullable(refusal.get());
  }

  /** What went wrong last that may pass: a host that is away or silent. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  private void accept() {
    while (!closed) {
      try {
        Socket caller = server.accept();
        if (places.tryAcquire()) {
          start("guarded-proxy-call", () -> serve(caller));
        } else {
          caller.close();
        }
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      if (keep(caller)) {
        new ProxyCall(this, caller).run();
      }
    } catch (IOException e) {
      // The caller went away, or this was closed: nobody is left to be told.
    } finally {
      sockets.remove(caller);
      places.release();
    }
  }

  /** Whether a socket may be used; it is closed with this. */
  boolean keep(Socket socket) throws IOException {
    sockets.add(socket);
    if (closed) {
      socket.close();
    }
    return !closed;
  }

  void forget(Socket socket) {
    sockets.remove(socket);
  }

  boolean isKnown(String credentials) {
    String right =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((USER + ":" + secret).getBytes(StandardCharsets.US_ASCII));
    return MessageDigest.isEqual(
        right.getBytes(StandardCharsets.US_ASCII),
        credentials.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The addresses of a target that may be connected to.
   *
   * @throws RefusedAddressException if one of them is private, and not the home's
   */
  List<InetAddress> addresses(HttpUrl target) throws UnknownHostException {
    boolean isHome =
        home.filter(h -> h.host().equals(target.host()) && h.port() == target.port()).isPresent();
    return isHome ? List.of(InetAddress.getAllByName(target.host())) : guard.lookup(target.host());
  }

  void refused(String message) {
    refusal.compareAndSet(null, Rejection.of(Reason.NOT_ALLOWED, message));
  }

  void troubled(String message) {
    trouble.set(message);
  }

  /** Counts what came back; at too much everything ends. */
  void received(int bytes, String place) {
    if (received.addAndGet(bytes) > maxBytes) {
      refused(place + " sent more than " + maxBytes / 1_000_000.0 + " MB");
      close();
    }
  }

  static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    quietly(server);
    sockets.forEach(GuardedProxy::quietly);
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is closed as far as it can be.
    }
  }
}
