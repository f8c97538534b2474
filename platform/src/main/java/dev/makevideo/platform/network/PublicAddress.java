package dev.makevideo.platform.network;

import java.net.InetAddress;

/**
 * Tells addresses of the public internet from those of this host and of networks like its own, also
 * where the one stands within the other.
 */
public final class PublicAddress {
  private PublicAddress() {}

  /** Whether it is one. */
  public static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
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
