package dev.makevideo.activities.render;

import dev.makevideo.platform.probe.TestMedia;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Four clips that differ in all that a joined stream must agree on, and a narration. */
record RenderClips(List<Path> files, Path narration) {
  static final RenderClips NONE = new RenderClips(List.of(), Path.of(""));

  static RenderClips make(Path folder) throws Exception {
    try (RenderBench bench = new RenderBench(folder)) {
      Path sd =
          bench.media.clip(
              "sd.mp4",
              "testsrc2=s=720x480:r=30000/1001:d=1.6",
              "-vf",
              "setsar=8/9",
              "-colorspace",
              "smpte170m",
              "-color_primaries",
              "smpte170m",
              "-color_trc",
              "smpte170m");
      Path fast = bench.media.clip("fast.mp4", "testsrc2=s=640x360:r=60:d=1.5");
      Path slow =
          bench.media.clip(
              "slow.webm",
              "testsrc2=s=320x400:r=24:d=1.7",
              "-c:v",
              "libvpx",
              "-deadline",
              "realtime");
      Path lying =
          bench.media.clip("lying.mp4", "testsrc2=s=640x360:r=25:d=2", "-pix_fmt", "yuvj420p");
      Path turned =
          TestMedia.turn(
              bench.media.make("turned.mp4", List.of("-i", "file:" + lying), "-c", "copy"),
              0,
              -1,
              1,
              0);
      return new RenderClips(
          List.of(sd, fast, slow, turned), bench.media.tone("narration.mp3", "6.02", "-ac", "1"));
    }
  }

  PlanRequest plan(RenderBench bench, Optional<ObjectRef> cues) throws Exception {
    return new PlanRequest(
        RenderBench.NARRATION,
        List.of(item(bench, 0), item(bench, 1), item(bench, 2), item(bench, 3)),
        cues);
  }

  ValidateBatch.Item item(RenderBench bench, int index) throws Exception {
    return bench.item(index, files.get(index));
  }
}
