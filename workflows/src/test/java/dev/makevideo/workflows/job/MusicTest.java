package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.wire.Payloads;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MusicTest {
  private static final ObjectRef SONG = new ObjectRef("b".repeat(64), 7);
  private final ObjectMapper mapper = Payloads.mapper();

  private static VideoRequest.Builder request() {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("one")
        .query("boiling river")
        .narration(new ObjectRef("a".repeat(64), 9))
        .narrationDuration(Duration.ofSeconds(24));
  }

  private static Optional<Music> song() {
    return Optional.of(new Music(SONG, "song.mp3", Music.VOLUME));
  }

  @Test
  void aLevelIsThatOfTheMusicInWhicheverOrderTheyAreSaid() {
    assertEquals(-30, request().musicVolume(-30).music(song()).build().music().get().volume());
    assertEquals(-30, request().music(song()).musicVolume(-30).build().music().get().volume());
    assertEquals(-18, request().music(song()).build().music().get().volume());
    assertEquals(request().build(), request().musicVolume(-30).build(), "of no music");
  }

  @Test
  void goesOverTheWireAndIsAbsentInWhatEarlierVersionsWrote() throws Exception {
    VideoRequest with = request().music(song()).build();
    assertEquals(with, mapper.readValue(mapper.writeValueAsBytes(with), VideoRequest.class));
    VideoRequest without = request().build();
    String json = mapper.writeValueAsString(without);
    String earlier = json.replace(",\"music\":null", "");
    assertFalse(earlier.contains("music"), earlier);
    assertEquals(without, mapper.readValue(earlier, VideoRequest.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {-41, -2, 0, 1, Integer.MIN_VALUE})
  void noOtherLevelIsAllowed(int volume) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Music(SONG, "a", volume))
            .getMessage();
    assertEquals("music_volume is \"" + volume + "\"", message);
    assertThrows(
        IllegalArgumentException.class,
        () -> JobOption.MUSIC_VOLUME.set(request(), Integer.toString(volume)));
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    String name = "x".repeat(199) + "\ud83c\udfb5.mp3";
    assertEquals("x".repeat(199), new Music(SONG, name, -18).name());
  }

  @Test
  void temporalsPagesTellOfIt() {
    JobId id = new JobId("mv-12345678");
    String text = RequestText.details(id, request().music(song()).musicVolume(-20).build());
    assertTrue(text.contains("\n- music: `song.mp3`, -20 dB to the voice\n"), text);
    assertFalse(RequestText.details(id, request().build()).contains("music"));
  }
}
