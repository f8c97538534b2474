package dev.makevideo.platform.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW.plusMillis(7), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Path path;
  private KeyFile keys;

  @BeforeEach
  void open() {
    path = folder.resolve("new/api-keys.json");
    keys = new KeyFile(path);
  }

  private KeyFile.Added add(String name) throws IOException, InterruptedException {
    return keys.add(name, "anna", new SecureRandom(), CLOCK);
  }

  @Test
  void aKeyIsToldOnceAndKeptAsItsHash() throws IOException, InterruptedException {
    assertEquals(List.of(), keys.read());
    KeyFile.Added added = add("laptop");
    assertTrue(added.key().matches("mvk_[A-Za-z0-9_-]{43}"), "256 bits");
    assertEquals(
        List.of(
            new StoredKey(
                "laptop",
                "anna",
                KeyFile.sha256(added.key()),
                NOW,
                added.key().substring(added.key().length() - 4))),
        new KeyFile(path).read());
    assertFalse(Files.readString(path).contains(added.key().substring(4, 40)));
    assertFalse(added.toString().contains(added.key()));
    assertFalse(add("other").key().equals(added.key()));
  }

  @Test
  void itsOwnerAloneMayReadIt() throws IOException, InterruptedException {
    add("laptop");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    add("phone");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    try (var left = Files.list(folder.resolve("new"))) {
      assertEquals(2, left.count(), "the file and its lock");
    }
  }

  @Test
  void aRevokedKeyIsGoneAndTheOthersStay() throws IOException, InterruptedException {
    add("laptop");
    add("phone");
    assertTrue(keys.revoke("laptop"));
    assertFalse(keys.revoke("laptop"));
    assertEquals(List.of("phone"), keys.read().stream().map(StoredKey::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "with space", "naïve", "a/b"})
  void namesOfAnotherFormAreRefused(String name) {
    String said = assertThrows(IllegalArgumentException.class, () -> add(name)).getMessage();
    assertTrue(String.valueOf(said).startsWith("name is \"" + name + "\"; allowed: "), said);
  }

  @Test
  void aNameIsGivenOnce() throws IOException, InterruptedException {
    add("laptop");
    assertThrows(IllegalArgumentException.class, () -> add("laptop"));
    assertThrows(
        IllegalArgumentException.class,
        () -> keys.add("x", "Not A Tenant", new SecureRandom(), CLOCK));
    assertEquals(1, keys.read().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "nonsense", "{\"keys\":[{}]}", "{\"keys\":[{\"name\":\"a\"}]}"})
  void whatIsNoFileOfKeysIsSaidToBeNone(String content) throws IOException {
    Files.createDirectories(folder.resolve("new"));
    Files.writeString(path, content);
    String said = assertThrows(IOException.class, keys::read).getMessage();
    assertTrue(String.valueOf(said).contains("is no file of keys"), said);
  }

  @Test
  void changesOfManyAtOnceAreAllKept() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> added = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String name = "key-" + i;
        added.add(
            threads.submit(() -> new KeyFile(path).add(name, "anna", new SecureRandom(), CLOCK)));
      }
      for (Future<?> one : added) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(24, keys.read().size());
  }
}
