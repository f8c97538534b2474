package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.makevideo.workflows.job.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key differs where the service sees another request: a key of another request is refused. */
final class OrderTest {
  @TempDir Path folder;

  private Path file(String name, String bytes) throws IOException {
    return Files.writeString(folder.resolve(name), bytes);
  }

  private static String key(
      Map<String, String> texts, Path audio, List<Path> clips, Map<String, String> noted)
      throws IOException {
    return new Order(texts, audio, clips, new Metadata(noted)).idempotencyKey();
  }

  @Test
  void clipsCountWithTheirNamesAndTheirOrder() throws Exception {
    Path audio = file("a.mp3", "AUDIO");
    Path sea = file("sea.mp4", "CLIP");
    Path wave = file("wave.mp4", "CLIP");
    String first = key(Map.of(), audio, List.of(sea), Map.of());
    assertNotEquals(first, key(Map.of(), audio, List.of(wave), Map.of()), "renamed");
    assertNotEquals(
        key(Map.of(), audio, List.of(sea, wave), Map.of()),
        key(Map.of(), audio, List.of(wave, sea), Map.of()));
    Path elsewhere = Files.createDirectories(folder.resolve("moved")).resolve("sea.mp4");
    Files.copy(sea, elsewhere);
    assertEquals(first, key(Map.of(), audio, List.of(elsewhere), Map.of()), "in another folder");
  }

  @Test
  void whatTheNarrationIsCalledIsNoPartOfTheJob() throws Exception {
    assertEquals(
        key(Map.of("query", "sea"), file("a.mp3", "AUDIO"), List.of(), Map.of()),
        key(Map.of("query", "sea"), file("b.mp3", "AUDIO"), List.of(), Map.of()));
  }

  @Test
  void musicCountsWithItsName() throws Exception {
    Path audio = file("a.mp3", "AUDIO");
    Optional<Path> song = Optional.of(file("song.mp3", "SONG"));
    String with = new Order(Map.of(), audio, song, List.of(), Metadata.none()).idempotencyKey();
    assertNotEquals(key(Map.of(), audio, List.of(), Map.of()), with);
    Optional<Path> other = Optional.of(file("other.mp3", "SONG"));
    assertNotEquals(
        with, new Order(Map.of(), audio, other, List.of(), Metadata.none()).idempotencyKey());
  }

  @Test
  void aNoteIsNoField() throws Exception {
    Path audio = file("a.mp3", "AUDIO");
    assertNotEquals(
        key(Map.of("query", "sea"), audio, List.of(), Map.of()),
        key(Map.of(), audio, List.of(), Map.of("query", "sea")));
  }
}
