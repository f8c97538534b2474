package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which service a command talks to, and with which key; what is said here goes before variables.
 */
final class ServiceOptions {
  private static final int LONGEST_KEY_FILE = 4_096;
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,512}");

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {
        "The service to use, such as https://videos.example.org; nothing is started",
        "here then. Default: MAKE_VIDEO_URL, else the service of this machine."
      })
  private @Nullable String server;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = {
        "Its API key. Everybody on this machine can see it (ps) while the command",
        "runs: MAKE_VIDEO_API_KEY or --api-key-file keep it to yourself."
      })
  private @Nullable String key;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "A file with the API key and nothing else.")
  private @Nullable Path keyFile;

  /** Whether this says which service it is, so that files are sent there. */
  boolean namesServer() {
    return server != null;
  }

  /** The world in which a command's service is what was said. */
  Context applied(Context context) throws CommandException, IOException {
    Map<String, String> variables = new HashMap<>(context.environment());
    if (server != null) {
      variables.put("MAKE_VIDEO_URL", address(server, "--server").toString());
    }
    if (key != null && keyFile != null) {
      throw new CommandException(
          ExitCode.USAGE, "--api-key and --api-key-file are both given; leave one out");
    }
    if (key != null) {
      variables.put("MAKE_VIDEO_API_KEY", checked(key, "--api-key"));
    }
    if (keyFile != null) {
      variables.put("MAKE_VIDEO_API_KEY", inFile(context.workingFolder().resolve(keyFile)));
    }
    return context.with(variables);
  }

  private static String inFile(Path file) throws CommandException, IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CommandException(ExitCode.USAGE, "--api-key-file cannot be read: " + file);
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST_KEY_FILE);
    }
    return checked(new String(bytes, StandardCharsets.UTF_8).strip(), "--api-key-file: " + file);
  }

  /** The key itself is in no message. */
  private static String checked(String key, String where) throws CommandException {
    if (!KEY.matcher(key).matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          where + " has no API key: one is up to 512 printable characters without spaces");
    }
    return key;
  }

  /**
   * An address of a service.
   *
   * @param where it was named, for the message
   */
  static URI address(String text, String where) throws CommandException {
    try {
      URI uri = URI.create(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      String path = String.valueOf(uri.getRawPath());
      if (http && uri.getHost() != null && bare && (path.isEmpty() || path.equals("/"))) {
        return URI.create(text.strip().replaceFirst("/$", ""));
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one message
    }
    throw new CommandException(
        ExitCode.USAGE,
        where
            + " is \""
            + withoutSecret(text)
            + "\"; allowed: http:// or https://, a host and perhaps a port, such as"
            + " http://127.0.0.1:8004");
  }

  private static String withoutSecret(String text) {
    return text.replaceAll("//[^/@]*@", "//…@");
  }
}
