package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.transcription.TestModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whisper is known to write "Thank you for watching" over silence. */
class SoundsWithoutSpeechTest {
  private static final List<String> SOUNDS =
      List.of(
          "anullsrc=r=16000:d=8",
          "anoisesrc=r=16000:d=8:c=white:a=0.3:seed=1",
          "anoisesrc=r=16000:d=8:c=pink:a=0.3:seed=2",
          "anoisesrc=r=16000:d=12:c=brown:a=0.5:seed=3",
          "anoisesrc=r=16000:d=8:c=blue:a=0.2:seed=4",
          "anoisesrc=r=16000:d=8:c=velvet:a=0.4:seed=5",
          "anoisesrc=r=16000:d=2:c=pink:a=0.02:seed=6",
          "sine=f=440:r=16000:d=8",
          "sine=f=60:r=16000:d=20",
          "sine=f=3000:r=16000:d=5",
          "sine=f=300:beep_factor=4:r=16000:d=10",
          "aevalsrc='0.3*sin(2*PI*(200+80*t)*t)':s=16000:d=10",
          "aevalsrc='0.3*sin(2*PI*440*t)*lt(mod(t,1),0.2)':s=16000:d=12",
          "aevalsrc='0.5*lt(mod(t,0.5),0.004)':s=16000:d=10",
          "aevalsrc='0.2*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))':s=16000:d=10",
          "aevalsrc='0.2*(sin(2*PI*262*t)+sin(2*PI*330*t)+sin(2*PI*392*t))*exp(-4*mod(t,0.5))':s=16000:d=15",
          "aevalsrc='0.2*sin(2*PI*110*t)*(1+sin(2*PI*5*t))':s=16000:d=9",
          "aevalsrc='0.3*sin(2*PI*(440+30*sin(2*PI*6*t))*t)':s=16000:d=9",
          "aevalsrc='0.4*(random(0)-0.5)*exp(-6*mod(t,0.6))':s=16000:d=12",
          "aevalsrc='0.3*(random(0)-0.5)*(0.5+0.5*sin(2*PI*0.3*t))':s=16000:d=20");

  @TempDir Path folder;

  @Test
  void giveNoWords() throws Exception {
    List<String> invented = new ArrayList<>();
    try (SpeechFixture fixture = new SpeechFixture(folder);
        EmbeddedTranscriber embedded = TestModel.transcriber()) {
      for (int i = 0; i < SOUNDS.size(); i++) {
        Path sound =
            fixture.make("sound" + i + ".wav", "-f", "lavfi", "-i", SOUNDS.get(i), "-ac", "1");
        Transcript transcript =
            fixture.transcript(fixture.request(sound, Optional.empty()), Optional.of(embedded));
        if (!transcript.words().isEmpty()) {
          invented.add(SOUNDS.get(i) + ": " + transcript.words());
        }
      }
    }
    assertEquals(20, SOUNDS.size());
    assertEquals(List.of(), invented);
  }
}
