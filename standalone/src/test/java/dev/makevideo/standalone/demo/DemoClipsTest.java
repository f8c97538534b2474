package dev.makevideo.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.workflows.contract.ClipFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoClipsTest {
  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  @Test
  void drawsClipsOfManyShapesOnce() throws Exception {
    FfmpegTools tools =
        FfmpegTools.locate(
            Settings.from(System.getenv()).storage().tools(), System.getenv(), System.out::println);
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      DemoClips clips = new DemoClips(tools.ffmpeg(), processes);
      Path made = clips.folder(folder, told::add);
      MediaProbe probe = new MediaProbe(tools.pair(), processes);
      Set<String> sizes = new HashSet<>();
      List<Path> files = files(made);
      for (Path file : files) {
        ClipFacts facts = probe.clip(file, new StopSignal());
        assertTrue(facts.duration().compareTo(Duration.ofMillis(2_900)) > 0, file + ": " + facts);
        sizes.add(facts.width() + "x" + facts.height());
      }
      assertEquals(14, files.size(), files.toString());
      assertTrue(sizes.size() >= 5, sizes.toString());
      told.clear();
      assertEquals(made, clips.folder(folder, told::add));
      assertEquals(List.of(), told);
      assertEquals(List.of(made), files(folder));
    }
  }

  @Test
  void anFfmpegThatDrawsNothingIsReportedAndLeavesNothing() throws Exception {
    Path broken = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\necho no >&2; exit 1\n");
    assertTrue(broken.toFile().setExecutable(true));
    Path demo = Files.createDirectories(folder.resolve("demo"));
    try (SupervisedProcesses processes = new SupervisedProcesses(Map.of("PATH", "/usr/bin:/bin"))) {
      IOException e =
          assertThrows(
              IOException.class, () -> new DemoClips(broken, processes).folder(demo, told::add));
      assertTrue(e.toString().contains("clip-01.mp4: no"), e.toString());
    }
    assertEquals(List.of(), files(demo));
  }

  @Test
  void namesGiveNothingAway() {
    for (ClipRecipe recipe : ClipGallery.clips()) {
      assertTrue(recipe.name().matches("clip-\\d\\d\\.(mp4|webm)"), recipe.name());
    }
    assertEquals(
        2, ClipGallery.clips().stream().filter(clip -> clip.caption().isPresent()).count());
  }

  @Test
  void theNarrationAndItsScriptAreInTheProgram() throws Exception {
    DemoNarration narration = DemoNarration.in(folder);
    assertTrue(Files.size(narration.audio()) > 50_000);
    assertFalse(narration.script().isBlank());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
