package dev.makevideo.activities.external;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps users' URLs away from this host and its network (server-side request forgery). Three hooks,
 * because the client asks the name service for names only: literal addresses are checked before the
 * call, names when they are resolved, and the address of the socket before a byte is sent.
 */
final class AddressGuard implements Dns, Interceptor {
  /** What the HTTP client itself takes for an address, and connects to without asking us. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  private final Predicate<InetAddress> allowed;

  AddressGuard(Predicate<InetAddress> allowed) {
    this.allowed = allowed;
  }

  /** Lets public addresses through only. */
  static AddressGuard publicOnly() {
    return new AddressGuard(address -> isPublic(address.getAddress(), address));
  }

  /** Lets all through. */
  static AddressGuard open() {
    return new AddressGuard(address -> true);
  }

  /** Checks a URL whose host is an address, in whatever notation. */
  void check(HttpUrl url) throws UnknownHostException {
    if (LITERAL.matcher(url.host()).matches()) {
      lookup(url.host());
    }
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(hostname));
    for (InetAddress address : addresses) {
      check(hostname, address);
    }
    return addresses;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    InetAddress address = Objects.requireNonNull(chain.connection()).socket().getInetAddress();
    check(chain.request().url().host(), address);
    return chain.proceed(chain.request());
  }

  private void check(String host, InetAddress address) throws RefusedAddressException {
    if (!allowed.test(address)) {
      throw new RefusedAddressException(
          host + " is a private address, to which clips' URLs must not lead");
    }
  }

  private static boolean isPublic(byte[] bytes, InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return bytes.length == 4 ? isPublicV4(bytes, 0) : isPublicV6(bytes);
  }

  /** Special-purpose blocks of the IANA registry (RFC 6890) that the JDK's methods do not know. */
  private static boolean isPublicV4(byte[] bytes, int at) {
    int a = bytes[at] & 0xff;
    int b = bytes[at + 1] & 0xff;
    int c = bytes[at + 2] & 0xff;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || (a == 100 && b >= 64 && b < 128)
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b < 32)
            || (a == 192 && b == 168)
            || (a == 192 && b == 0 && c == 0)
            || (a == 198 && (b == 18 || b == 19))
            || a >= 224;
    return !special;
  }

  private static boolean isPublicV6(byte[] bytes) {
    if ((bytes[0] & 0xfe) == 0xfc) {
      return false; // fc00::/7, unique local
    }
    boolean zeros = true;
    for (int i = 0; i < 10; i++) {
      zeros &= bytes[i] == 0;
    }
    int tail = (bytes[10] & 0xff) << 8 | (bytes[11] & 0xff);
    if (zeros && (tail == 0 || tail == 0xffff)) {
      return isPublicV4(bytes, 12); // ::a.b.c.d and ::ffff:a.b.c.d
    }
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if (first == 0x0064 && second == 0xff9b) {
      boolean local = bytes[4] == 0 && bytes[5] == 1; // 64:ff9b:1::/48 (RFC 8215)
      if (local) {
        return false; // where the address stands in it is the network's own affair
      }
      return isPublicV4(bytes, 12); // 64:ff9b::/96, NAT64
    }
    return first != 0x2002 || isPublicV4(bytes, 2); // 2002::/16, 6to4
  }
}
