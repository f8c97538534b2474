package dev.makevideo.platform.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "500MB, 500000000",
    "500 mb, 500000000",
    "1.5G, 1500000000",
    "2GiB, 2147483648",
    "3k, 3000",
    "0.000001MB, 1",
    "9TB, 9000000000000",
  })
  void understandsUnits(String text, long bytes) {
    assertEquals(Optional.of(new ByteSize(bytes)), ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "GB", "1..5G", "1e9", "5 PB", "999999999999999999TB", "٣MB"})
  void refusesOtherThings(String text) {
    assertTrue(ByteSize.parse(text).isEmpty());
  }

  @Test
  void showsWhatPeopleRead() {
    assertEquals("0 kB", ByteSize.text(-5));
    assertEquals("999 MB", ByteSize.text(999_999_999));
    assertEquals("1.0 GB", ByteSize.text(1_000_000_000));
    assertEquals("1.9 GB", ByteSize.text(1_999_999_999));
  }

  @Test
  void roomIsAskedForBySettings() {
    RoomSettings room = Settings.from(Map.of()).storage().room();
    assertEquals(RoomSettings.defaults(), room);
    assertEquals(5_000_000_000L, room.diskWarn().bytes());
    assertEquals(1_000_000_000L, room.diskLeast().bytes());
    assertEquals(256_000_000L, room.memoryLeast().bytes());
    assertEquals(500_000_000L, room.diskReserve().bytes());
    RoomSettings large = room("MAKE_VIDEO_DISK_LEAST", "20GB");
    assertEquals(large.diskLeast(), large.diskWarn(), "a warning never comes after the refusal");
    assertEquals(new ByteSize(0), room("MAKE_VIDEO_MEMORY_LEAST", "0").memoryLeast());
    assertEquals(
        "MAKE_VIDEO_DISK_LEAST is \"much\"; allowed: a size such as 500MB, 1.5GB or 2GiB",
        refused("MAKE_VIDEO_DISK_LEAST", "much"));
    assertEquals(
        "MAKE_VIDEO_DISK_WARN is 1 MB; allowed: at least MAKE_VIDEO_DISK_LEAST, which is 1.0 GB",
        refused("MAKE_VIDEO_DISK_WARN", "1MB"));
  }

  private static RoomSettings room(String name, String value) {
    return Settings.from(Map.of(name, value)).storage().room();
  }

  private static String refused(String name, String value) {
    return String.valueOf(
        assertThrows(InvalidSettingException.class, () -> room(name, value)).getMessage());
  }
}
