package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code REDIS_URL} says. It is read here and not by Lettuce, which takes a user without a
 * password for a password, ignores what it does not know, and repeats the URL in its errors.
 *
 * @param tls whether everything is encrypted; the server's certificate and name are verified
 * @param master the name of the master that the sentinels know; empty: the node itself is Redis
 * @param nodes Redis, or its sentinels
 * @param user of the ACL; empty: the default one
 * @param password of Redis; secret
 */
record RedisUrl(
    boolean tls,
    Optional<String> master,
    List<Node> nodes,
    Optional<String> user,
    Optional<String> password,
    int database) {
  private static final Pattern SHAPE =
      Pattern.compile("([a-z+-]+)://([^/?#]*)(?:/([^?#]*))?(\\?[^#]*)?(?:#(.*))?");
  private static final Pattern NODE =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
  private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern DATABASE = Pattern.compile("[0-9]{1,4}");
  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final int MOST_PORT = 65_535;
  private static final String ALLOWED =
      "redis://[user:password@]host[:port][/database], rediss:// for the same over TLS,"
          + " redis-sentinel:// or rediss-sentinel://[user:password@]host[:port],...[/database]"
          + "#master; what is special in a password is percent-encoded";

  /** An address. */
  record Node(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * @throws IllegalArgumentException naming what is wrong and what is allowed; it repeats nothing
   *     of the URL, which may hold a password
   */
  static RedisUrl parse(String url) {
    Matcher shape = SHAPE.matcher(url);
    if (!shape.matches()) {
      throw refused("it is no URL");
    }
    String scheme = shape.group(1);
    boolean sentinel = sentinel(scheme);
    if (shape.group(4) != null) {
      throw refused("it has a query, and there is none to set");
    }
    String authority = shape.group(2);
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? ":" : authority.substring(0, at);
    int colon = login.indexOf(':');
    if (colon < 0) {
      throw refused("before the @ there is no colon: user:password@, :password@ or user:@");
    }
    return new RedisUrl(
        scheme.startsWith("rediss"),
        master(shape.group(5), sentinel),
        nodes(authority.substring(at + 1), sentinel),
        decoded(login.substring(0, colon)),
        decoded(login.substring(colon + 1)),
        database(shape.group(3)));
  }

  private static boolean sentinel(String scheme) {
    return switch (scheme) {
      case "redis", "rediss" -> false;
      case "redis-sentinel", "rediss-sentinel" -> true;
      case "unix", "redis-socket", "redis+socket" ->
          throw refused("unix sockets are not supported, let Redis listen on loopback");
      default -> throw refused("its scheme is not one of Redis");
    };
  }

  @SuppressWarnings("NullAway") // a group that is not there is null
  private static Optional<String> master(String text, boolean sentinel) {
    if (!sentinel && text == null) {
      return Optional.empty();
    }
    if (!sentinel || text == null || !MASTER.matcher(text).matches()) {
      throw refused("#master belongs to sentinels: a name of letters, digits, dot, _ and hyphen");
    }
    return Optional.of(text);
  }

  private static List<Node> nodes(String text, boolean sentinel) {
    List<Node> nodes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher node = NODE.matcher(part);
      if (!node.matches()) {
        throw refused("a host or a port in it is not one");
      }
      String host = node.group(1).replace("[", "").replace("]", "");
      int port = sentinel ? SENTINEL_PORT : REDIS_PORT;
      port = node.group(2) == null ? port : Integer.parseInt(node.group(2));
      if (port < 1 || port > MOST_PORT) {
        throw refused("a port in it is not from 1 to " + MOST_PORT);
      }
      nodes.add(new Node(host, port));
    }
    if (nodes.size() > 1 && !sentinel) {
      throw refused("several hosts are for sentinels only");
    }
    return List.copyOf(nodes);
  }

  @SuppressWarnings("NullAway") // a group that is not there is null
  private static int database(String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    if (!DATABASE.matcher(text).matches()) {
      throw refused("its database is not a number from 0 to 9999");
    }
    return Integer.parseInt(text);
  }

  private static Optional<String> decoded(String text) {
    try {
      String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
    } catch (IllegalArgumentException e) {
      throw refused("a % in it is not followed by two hexadecimal digits");
    }
  }

  static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "REDIS_URL is not usable: " + why + "; allowed: " + ALLOWED);
  }

  /**
   * As Lettuce wants it.
   *
   * @param secret the password to use
   * @param sentinelSecret the password of the sentinels themselves
   */
  RedisURI toLettuce(Optional<String> secret, Optional<String> sentinelSecret) {
    RedisURI.Builder builder;
    if (master.isEmpty()) {
      builder = node(nodes.get(0));
    } else {
      builder = RedisURI.builder().withSentinelMasterId(master.get());
      for (Node node : nodes) {
        RedisURI.Builder sentinel = node(node);
        sentinelSecret.ifPresent(text -> sentinel.withPassword(text.toCharArray()));
        builder.withSentinel(sentinel.build());
      }
    }
    secret.ifPresent(
        text ->
            user.ifPresentOrElse(
                name -> builder.withAuthentication(name, text.toCharArray()),
                () -> builder.withPassword(text.toCharArray())));
    return builder
        .withSsl(tls)
        .withVerifyPeer(true)
        .withDatabase(database)
        .withTimeout(RedisConnection.GREETING_LIMIT)
        .build();
  }

  private RedisURI.Builder node(Node node) {
    return RedisURI.builder()
        .withHost(node.host())
        .withPort(node.port())
        .withSsl(tls)
        .withVerifyPeer(true)
        .withTimeout(RedisConnection.GREETING_LIMIT);
  }

  /** Where it leads, such as {@code host:6379}; without secrets. */
  String address() {
    String hosts = nodes.stream().map(Node::toString).collect(Collectors.joining(","));
    return master.map(name -> "sentinels of " + name + " at " + hosts).orElse(hosts);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return (tls ? "tls " : "") + address();
  }
}
