package dev.makevideo.platform.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.RoomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
  @TempDir Path folder;

  private HostMemory memory() {
    return new HostMemory(folder.resolve("meminfo"), folder);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theHostsAvailableMemory() throws IOException {
    write("meminfo", "MemTotal:       24000000 kB\nMemFree: 1 kB\nMemAvailable:   2000 kB\n");
    assertEquals(OptionalLong.of(2_048_000), memory().available());
  }

  @Test
  void aContainersLimitCountsWhereItIsLess() throws IOException {
    write("meminfo", "MemAvailable:   2000000 kB\n");
    write("memory.max", "1000000\n");
    write("memory.current", "900000\n");
    write("memory.stat", "anon 1\nfile 300000\ninactive_file 250000\n");
    assertEquals(OptionalLong.of(350_000), memory().available());
    write("memory.current", "2000000\n");
    assertEquals(OptionalLong.of(0), memory().available());
    write("memory.max", "max\n");
    assertEquals(OptionalLong.of(2_048_000_000L), memory().available());
  }

  @Test
  void whatCannotBeReadIsNotKnown() throws IOException {
    assertEquals(OptionalLong.empty(), memory().available());
    write("meminfo", "MemAvailable: many kB\n");
    write("memory.max", "-1");
    assertEquals(OptionalLong.empty(), memory().available());
  }

  @Test
  void twoFoldersOnOneDiskAreOneDisk() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    String sentence = WatchedDisks.of(folder, home, RoomSettings.defaults()).look().sentence();
    assertTrue(sentence.startsWith("store: ") && !sentence.contains(";"), sentence);
    WatchedDisks missing =
        WatchedDisks.of(folder, folder.resolve("not-yet"), RoomSettings.defaults());
    assertTrue(missing.look().sentence().startsWith("store: "));
  }
}
