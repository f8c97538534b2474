package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.transcription.TestModel;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeardNarrationTest {
  @TempDir Path folder;

  @Test
  void explore() throws Exception {
    try (SpeechFixture fixture = new SpeechFixture(folder);
        EmbeddedTranscriber embedded = TestModel.transcriber()) {
      try (var files = Files.list(Path.of("/tmp/exp/a"))) {
        for (Path wav : files.filter(f -> f.toString().endsWith(".wav")).sorted().toList()) {
          String base = wav.toString().replace(".wav", "");
          for (boolean script : new boolean[] {true, false}) {
            long cpu =
                java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            VideoRequest request =
                fixture.request(
                    wav,
                    script
                        ? Optional.of(Files.readString(Path.of(base + ".txt")))
                        : Optional.empty());
            NarrationActivitiesImpl activities =
                fixture.activities(Optional.empty(), Optional.of(embedded));
            AudioAnalysis analysis = activities.analyzeAudio(request);
            TranscribeResult result = activities.transcribe(request, analysis);
            Transcript transcript =
                Payloads.mapper()
                    .readValue(fixture.store.read(result.transcript().get()), Transcript.class);
            StringBuilder json =
                new StringBuilder(
                    "{\"file\":\""
                        + wav
                        + "\",\"script\":"
                        + script
                        + ",\"lang\":\""
                        + transcript.language()
                        + "\",\"words\":");
            json.append(
                Payloads.mapper()
                    .writeValueAsString(
                        transcript.words().stream()
                            .map(w -> new Object[] {w.text(), w.start(), w.end()})
                            .toList()));
            json.append(
                ",\"warnings\":"
                    + Payloads.mapper().writeValueAsString(transcript.warnings())
                    + "}\n");
            Files.writeString(
                Path.of("/tmp/exp/java.json"),
                json,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
          }
        }
      }
      assertTrue(true);
    }
  }
}
