package dev.makevideo.platform.room;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory work can have here without swapping: of the host ({@code MemAvailable}, see
 * proc_meminfo(5)) and of the container's limit (control group v2: {@code memory.max} less {@code
 * memory.current}, of which the file cache can be given back), whichever is less. Thread-safe.
 */
public final class HostMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path CONTROL_GROUP = Path.of("/sys/fs/cgroup");
  private static final long KIB = 1024;

  private final Path meminfo;
  private final Path controlGroup;

  /** Of this host. */
  public HostMemory() {
    this(MEMINFO, CONTROL_GROUP);
  }

  HostMemory(Path meminfo, Path controlGroup) {
    this.meminfo = meminfo;
    this.controlGroup = controlGroup;
  }

  /** Bytes that are available; empty where the system does not tell, which is not Linux. */
  public OptionalLong available() {
    return Stream.of(ofHost(), ofContainer()).flatMapToLong(OptionalLong::stream).min();
  }

  private OptionalLong ofHost() {
    OptionalLong kib = field(meminfo, "MemAvailable:");
    return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : OptionalLong.empty();
  }

  private OptionalLong ofContainer() {
    OptionalLong most = number(controlGroup.resolve("memory.max"));
    OptionalLong used = number(controlGroup.resolve("memory.current"));
    if (most.isEmpty() || used.isEmpty()) {
      return OptionalLong.empty();
    }
    long cache = field(controlGroup.resolve("memory.stat"), "inactive_file").orElse(0);
    return OptionalLong.of(Math.max(0, most.getAsLong() - used.getAsLong() + cache));
  }

  /** The first number of the line that begins with this word. */
  private static OptionalLong field(Path file, String word) {
    for (String line : text(file).split("\n", -1)) {
      String[] parts = line.strip().split("\\s+");
      if (parts.length >= 2 && parts[0].equals(word)) {
        return parsed(parts[1]);
      }
    }
    return OptionalLong.empty();
  }

  /** A file that is a number; {@code max} is none. */
  private static OptionalLong number(Path file) {
    return parsed(text(file).strip());
  }

  private static OptionalLong parsed(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // another system, or not in a container
    }
  }
}
