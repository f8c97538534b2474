package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.MediaNarrationProbe;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.probe.MediaProbe;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files as music, with the real probe: refused by the name of the field, or taken. */
@Timeout(120)
class HostileMusicTest {
  private static Narrations sounds;
  private static ApiFixture api;

  @BeforeAll
  static void start() throws Exception {
    sounds = new Narrations();
    api =
        new ApiFixture(
            new MediaNarrationProbe(new MediaProbe(sounds.ffmpeg(), sounds.processes())), 0);
    api.start(ApiFixture.loopback(), ApiFixture.allConfigured(), UploadLimits.defaults());
  }

  @AfterAll
  static void stop() throws IOException {
    api.close();
    sounds.close();
  }

  private static HttpResponse<byte[]> post(String query, byte[] music) {
    Form form =
        new Form()
            .file("audio", "a.wav", Narrations.wavOf(1))
            .field("query", query)
            .field("subtitles", "none")
            .file("music", "song.mp3", music);
    return api.send(
        api.to("/v1/videos")
            .header("Content-Type", Form.TYPE)
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  private static void refused(byte[] music, int status, String said) throws IOException {
    JsonNode problem = SubmitTest.problem(post("sea", music), status);
    assertEquals("music", problem.path("field").asText(), problem.toString());
    assertTrue(problem.path("detail").asText().startsWith(said), problem.toString());
  }

  @Test
  void whatIsNoMusicIsRefused() throws Exception {
    refused(Narrations.text("only words, no sound\n"), 415, "music is plain text");
    refused(Narrations.text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n"), 415, "music is HLS");
    refused(
        Narrations.text("ffconcat version 1.0\nfile /etc/hostname\n"), 415, "music is ffconcat");
    refused(
        Narrations.wav(52_428_801, 48_000),
        413,
        "music has 52428801 bytes or more; allowed: 52428800 bytes");
    refused(Narrations.half(sounds.made("a.m4a", 6)), 422, "music cannot be used: ");
    refused(Narrations.wav(44, 8_000), 422, "music cannot be used: ");
  }

  @Test
  void whatSaysThatItIsSoundAndHasNoneIsRefused() throws Exception {
    String[] picture = {"-f", "lavfi", "-i", "testsrc2=s=64x64:d=2", "-map", "1:v"};
    refused(sounds.made("mute.mp4", 2, picture), 422, "music cannot be used: ");
    refused(Narrations.channels(Narrations.wavOf(2), 0), 422, "music cannot be used: ");
    refused(Narrations.channels(Narrations.wavOf(2), 0xffff), 422, "music cannot be used: ");
    refused(Narrations.text("ID3"), 422, "music cannot be used: ");
    refused(Narrations.text("RIFF\0\0\0\0WAVE"), 422, "music cannot be used: ");
  }

  @Test
  void whatHasSoundIsTakenHoweverLongOrShort() throws Exception {
    Map<String, byte[]> music = new LinkedHashMap<>();
    music.put("a quarter of an hour", Narrations.wavOf(900));
    music.put("ten hours", Narrations.wav(44 + 36_000 * 2 * 720, 720));
    music.put("short", sounds.made("s.wav", 1, "-t", "0.3"));
    music.put("six channels", sounds.made("six.wav", 2, "-ac", "6"));
    music.put("ogg", sounds.made("o.ogg", 2));
    music.put("exactly so much", Narrations.wav(52_428_800, 48_000));
    for (Map.Entry<String, byte[]> one : music.entrySet()) {
      HttpResponse<byte[]> answer = post(one.getKey(), one.getValue());
      assertEquals(202, answer.statusCode(), one.getKey() + ApiFixture.text(answer));
    }
  }

  @Test
  void ofOneThatWasCutOffTheClientIsTold() throws Exception {
    HttpResponse<byte[]> answer = post("cut", Narrations.half(sounds.made("c.mp3", 9)));
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    String warnings = ApiFixture.json(answer).path("warnings").toString();
    assertTrue(warnings.contains("music: "), ApiFixture.text(answer));
  }
}
