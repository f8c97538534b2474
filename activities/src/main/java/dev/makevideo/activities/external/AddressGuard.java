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
  private final Dns names;

  AddressGuard(Predicate<InetAddress> allowed) {
    this(allowed, host -> List.of(InetAddress.getAllByName(host)));
  }

  private AddressGuard(Predicate<InetAddress> allowed, Dns names) {
    this.allowed = allowed;
    this.names = names;
  }

  /** Lets public addresses through only. */
  static AddressGuard publicOnly() {
    return new AddressGuard(address -> isPublic(address.getAddress(), address));
  }

  /** As {@link #publicOnly()}, by another name service. */
  static AddressGuard publicOnly(Dns names) {
    return new AddressGuard(address -> isPublic(address.getAddress(), address), names);
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
    List<InetAddress> addresses = names.lookup(hostname);
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
            || (a == 192 && b == 0 && (c == 0 || c == 2)) // protocols, TEST-NET-1
            || (a == 192 && b == 88 && c == 99) // the former 6to4 relays
            || (a == 198 && b == 51 && c == 100) // TEST-NET-2
            || (a == 203 && b == 0 && c == 113) // TEST-NET-3
            || (a == 198 && (b == 18 || b == 19))
            || a >= 224;
    return !special;
  }

  /**
   * Global unicast (2000::/3) only, without its special blocks; and what has an IPv4 address in it,
   * if that one is public.
   */
  private static boolean isPublicV6(byte[] bytes) {
    int first = word(bytes, 0);
    int second = word(bytes, 2);
    if (isZero(bytes, 0, 10) && (word(bytes, 10) == 0 || word(bytes, 10) == 0xffff)) {
      return isPublicV4(bytes, 12); // ::a.b.c.d and ::ffff:a.b.c.d
    }
    if (first == 0x0064 && second == 0xff9b) {
      // 64:ff9b::/96, NAT64. In 64:ff9b:1::/48 (RFC 8215) where the address stands is the network's
      // own affair.
      return isZero(bytes, 4, 12) && isPublicV4(bytes, 12);
    }
    if (first == 0x2002) {
      return isPublicV4(bytes, 2); // 2002::/16, 6to4
    }
    boolean special =
        (first == 0x2001 && second < 0x0200) // protocols, Teredo, ORCHID: 2001::/23
            || (first == 0x2001 && second == 0x0db8) // documentation
            || (first == 0x3fff && second < 0x1000); // documentation, 3fff::/20
    return (first & 0xe000) == 0x2000 && !special;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
