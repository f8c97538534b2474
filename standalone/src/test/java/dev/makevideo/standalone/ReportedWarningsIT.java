package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a narration's analysis warns of reaches those who run {@code create}. */
@Timeout(300)
final class ReportedWarningsIT {
  @TempDir Path folder;
  private Path clips;

  @BeforeEach
  void write() throws Exception {
    clips = Files.createDirectories(folder.resolve("clips"));
    resource("c1.mp4", clips);
    resource("c2.mp4", clips);
  }

  private Path resource(String name, Path to) throws Exception {
    Path file = to.resolve(name);
    try (InputStream in = ReportedWarningsIT.class.getResourceAsStream("cases/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), file);
    }
    return file;
  }

  @Test
  void aWrongLengthAndLettersWithoutAFontAreToldInBothForms() throws Exception {
    Path audio = resource("tts_7fffffff.wav", folder);
    Path script = Files.writeString(folder.resolve("said.txt"), "Two \ua9b2\ua9a4 tones. [music]");
    InThisJvm program = new InThisJvm(folder.resolve("home"));
    InThisJvm.End json =
        program.run(create(audio, "a.mp4", "--script", script.toString(), "--json"));
    assertEquals(0, json.code(), json.out());
    List<String> told = new ArrayList<>();
    JsonNode warnings = Payloads.mapper().readTree(json.lastLine()).path("warnings");
    warnings.forEach(warning -> told.add(warning.asText()));
    InThisJvm.End plain = program.run(create(audio, "b.mp4", "--script", script.toString()));
    assertEquals(0, plain.code(), plain.out());
    for (String part :
        List.of(
            "48695",
            "leave out 2 letters (no font): \ua9b2 \ua9a4",
            "left out 1 stage direction ([music])")) {
      assertTrue(told.stream().anyMatch(warning -> warning.contains(part)), part + ": " + told);
      long lines =
          plain.out().lines().filter(l -> l.startsWith("warning: ") && l.contains(part)).count();
      assertEquals(1, lines, part + ": " + plain.out());
    }
  }

  @Test
  void silenceIsTold() throws Exception {
    byte[] wav = Files.readAllBytes(resource("tts_7fffffff.wav", folder));
    for (int i = 44; i < wav.length; i++) {
      wav[i] = 0;
    }
    Path silent = Files.write(folder.resolve("silent.wav"), wav);
    InThisJvm.End end = new InThisJvm(folder.resolve("home")).run(create(silent, "c.mp4"));
    assertEquals(0, end.code(), end.out());
    assertTrue(end.out().contains("warning: the narration is silent"), end.out());
  }

  private String[] create(Path audio, String out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("create", audio.toString(), "--query", "x"));
    arguments.addAll(List.of("--clips", clips.toString(), "--draft", "--no-ocr"));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }
}
