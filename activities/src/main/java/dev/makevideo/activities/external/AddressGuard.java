package dev.makevideo.activities.external;

import dev.makevideo.platform.network.PublicAddress;
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
    return new AddressGuard(PublicAddress::isPublic);
  }

  /** As {@link #publicOnly()}, by another name service. */
  static AddressGuard publicOnly(Dns names) {
    return new AddressGuard(PublicAddress::isPublic, names);
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
          host + " is a private address, to which a job's URLs must not lead");
    }
  }
}
