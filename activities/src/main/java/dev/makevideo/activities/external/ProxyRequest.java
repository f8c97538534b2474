package dev.makevideo.activities.external;

import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What a program asks of its proxy (RFC 9110, 9.3.6; RFC 9112, 3.2.2): a tunnel to a host and port,
 * or an http URL to be fetched.
 *
 * @param tunnel whether it asks for a tunnel
 * @param target where to; of its path nothing is used
 * @param head what the target is sent, with its empty line; empty for a tunnel
 */
record ProxyRequest(boolean tunnel, HttpUrl target, String head) {
  private static final String SCHEME = "http://";

  /**
   * Reads a request's head.
   *
   * @param text with its lines' ends, without the empty line
   * @return empty if it is none that is served here
   */
  static Optional<ProxyRequest> parse(String text) {
    String[] lines = text.split("\r\n");
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
      return Optional.empty();
    }
    boolean tunnel = words[0].equals("CONNECT");
    Optional<HttpUrl> target = tunnel ? authority(words[1]) : absolute(words[1]);
    boolean served = tunnel || words[0].matches("GET|HEAD|POST");
    if (target.isEmpty() || !served) {
      return Optional.empty();
    }
    return Optional.of(
        new ProxyRequest(tunnel, target.get(), tunnel ? "" : head(words, lines, target.get())));
  }

  /** Older versions of Python leave out the brackets of an IPv6 address. */
  private static Optional<HttpUrl> authority(String text) {
    int colon = text.lastIndexOf(':');
    if (!text.matches("[^/?#@\\\\]+:[0-9]{1,5}")) {
      return Optional.empty();
    }
    boolean bare = text.indexOf(':') < colon && !text.startsWith("[");
    String place = bare ? "[" + text.substring(0, colon) + "]" + text.substring(colon) : text;
    return Optional.ofNullable(HttpUrl.parse("https://" + place + "/"));
  }

  private static Optional<HttpUrl> absolute(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? Optional.ofNullable(HttpUrl.parse(text))
        : Optional.empty();
  }

  /** What a request's head says to the proxy itself; empty: nothing. */
  static String credentials(String text) {
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "";
  }

  /** One request a connection: what the other side sends until it closes is the answer. */
  private static String head(String[] words, String[] lines, HttpUrl target) {
    String path = target.encodedPath();
    String query = target.encodedQuery();
    StringBuilder head = new StringBuilder();
    head.append(words[0]).append(' ').append(path);
    if (query != null) {
      head.append('?').append(query);
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host(target)).append("\r\n");
    for (int i = 1; i < lines.length; i++) {
      String name = lines[i].toLowerCase(Locale.ROOT);
      if (!name.startsWith("host:")
          && !name.startsWith("connection:")
          && !name.startsWith("keep-alive:")
          && !name.startsWith("proxy-")) {
        head.append(lines[i]).append("\r\n");
      }
    }
    return head.append("Connection: close\r\n\r\n").toString();
  }

  private static String host(HttpUrl target) {
    String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    return target.port() == HttpUrl.defaultPort(target.scheme())
        ? host
        : host + ":" + target.port();
  }

  /** The target's host and port, for messages. */
  String place() {
    return host(target);
  }
}
