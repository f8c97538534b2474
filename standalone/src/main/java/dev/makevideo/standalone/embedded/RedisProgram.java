package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.process.ProgramPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a {@code redis-server}: on PATH, else the one that lies in the jar {@code
 * org.signal:embedded-redis} (BSD licence), taken out into the tools folder.
 */
public final class RedisProgram {
  private static final String VERSION = "7.0.15";

  /** SHA-256 of the programs in version 0.9.1 of the jar, by system and processor. */
  private static final Map<String, String> DIGESTS =
      Map.of(
          "linux-amd64", "c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e",
          "linux-arm64", "d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50",
          "linux-386", "19106984e15b7e7ce22c9a3296fe6a5f85c43a72894144f98b1fb572b823a936",
          "darwin-amd64", "e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3",
          "darwin-arm64", "07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

  private RedisProgram() {}

  /**
   * @param toolsFolder where a program from the jar is kept
   * @throws IOException if there is none for this machine, or it cannot be written
   */
  public static Path locate(Path toolsFolder, Map<String, String> environment) throws IOException {
    Path onPath = ProgramPath.find("redis-server", environment).orElse(null);
    return onPath != null ? onPath : fromJar(toolsFolder, platform());
  }

  static Path fromJar(Path toolsFolder, String platform) throws IOException {
    @Nullable String digest = DIGESTS.get(platform);
    if (digest == null) {
      throw new IOException("there is no embedded Redis for " + platform);
    }
    Path program = toolsFolder.resolve("redis-" + VERSION).resolve("redis-server");
    if (Files.isExecutable(program) && sha256(Files.readAllBytes(program)).equals(digest)) {
      return program;
    }
    byte[] bytes = resource("redis-server-" + VERSION + "-" + platform);
    if (!sha256(bytes).equals(digest)) {
      throw new IOException("the embedded Redis for " + platform + " is not the expected one");
    }
    Files.createDirectories(program.getParent());
    Path partial = Files.createTempFile(program.getParent(), "redis-server", ".partial");
    try {
      Files.write(partial, bytes);
      if (!partial.toFile().setExecutable(true, true)) {
        throw new IOException("cannot make " + partial + " executable");
      }
      Files.move(partial, program, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    return program;
  }

  private static byte[] resource(String name) throws IOException {
    try (@Nullable InputStream in = RedisProgram.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the embedded Redis is not on the class path: " + name);
      }
      return in.readAllBytes();
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String cpu =
        switch (processor) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case "x86", "i386", "i686" -> "386";
          default -> processor;
        };
    return (system.contains("mac") ? "darwin" : system) + "-" + cpu;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
