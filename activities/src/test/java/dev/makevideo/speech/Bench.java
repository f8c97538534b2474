package dev.makevideo.speech;

import dev.makevideo.activity.AudioAnalysis;
import dev.makevideo.job.AspectRatio;
import dev.makevideo.job.ClipSource;
import dev.makevideo.job.CropPosition;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.RenderQuality;
import dev.makevideo.job.SubtitleStyle;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.Ffmpeg;
import dev.makevideo.process.Command;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.StopSignal;
import dev.makevideo.process.SupervisedProcesses;
import dev.makevideo.runner.ActivityRunner;
import dev.makevideo.runner.Attempt;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.Scratch;
import dev.makevideo.storage.StoreFolder;
import dev.makevideo.telemetry.Metrics;
import dev.makevideo.tools.FfmpegTools;
import dev.makevideo.tools.TestFfmpeg;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that narration activities need, for one test: real processes, a real store. */
final class Bench implements AutoCloseable {
  final Path folder;
  final StoreFolder storeFolder;
  final ArtifactStore store;
  final Scratch scratch;
  final TestBeat beat = new TestBeat();
  final Metrics metrics = new Metrics(new SimpleMeterRegistry());
  final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  final Ffmpeg ffmpeg;

  Bench(Path folder) throws Exception {
    this.folder = folder;
    storeFolder = new StoreFolder(folder.resolve("store"));
    store = storeFolder.open();
    scratch = storeFolder.scratch();
    FfmpegTools tools = TestFfmpeg.locate();
    ffmpeg = new Ffmpeg(tools.ffmpeg(), tools.ffprobe(), tools.version());
  }

  NarrationActivitiesImpl activities(Optional<TranscriptionService> service) {
    return new NarrationActivitiesImpl(
        store,
        new ActivityRunner(() -> beat, scratch, () -> new Attempt("job", 1)),
        processes,
        ffmpeg,
        metrics,
        service);
  }

  /** A file made by ffmpeg from arguments that end before the output's name. */
  Path make(String name, String... arguments) throws Exception {
    Path file = folder.resolve(name);
    List<String> all = new ArrayList<>(ffmpeg.run());
    all.addAll(List.of(arguments));
    all.add(file.toString());
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-test", all, folder, Duration.ofSeconds(60)), new StopSignal());
    if (end.exitCode() != 0) {
      throw new IOException(end.errorTail());
    }
    return file;
  }

  /** Tones of 440 Hz between these times, silence elsewhere. */
  Path tones(String name, double seconds, double... times) throws Exception {
    StringBuilder when = new StringBuilder();
    for (int i = 0; i < times.length; i += 2) {
      when.append(i > 0 ? "+" : "").append("between(t," + times[i] + "," + times[i + 1] + ")");
    }
    String source = "aevalsrc='0.4*sin(2*PI*440*t)*(" + when + ")':s=16000:d=" + seconds;
    return make(name, "-f", "lavfi", "-i", source);
  }

  VideoRequest request(Path narration, Optional<String> script) throws IOException {
    return request(store.put(narration), script, SubtitleStyle.BOLD);
  }

  VideoRequest request(ObjectRef narration, Optional<String> script, SubtitleStyle style)
      throws IOException {
    Optional<ObjectRef> text = Optional.empty();
    if (script.isPresent()) {
      text = Optional.of(store.put(script.get().getBytes(StandardCharsets.UTF_8)));
    }
    return new VideoRequest(
        store.id(),
        "default",
        "correlation",
        "octopus",
        narration,
        Duration.ofSeconds(10),
        text,
        new ClipSource(ClipSource.Kind.FOLDER, Optional.of("/clips"), Optional.empty()),
        10,
        AspectRatio.PORTRAIT_9_16,
        CropPosition.CENTER,
        style,
        "en",
        true,
        RenderQuality.STANDARD);
  }

  SpeechFacts facts(AudioAnalysis analysis) throws IOException {
    return dev.makevideo.wire.Payloads.mapper()
        .readValue(store.read(analysis.speech()), SpeechFacts.class);
  }

  static Path resource(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Bench.class.getResourceAsStream(name)) {
      Files.write(file, java.util.Objects.requireNonNull(in, name).readAllBytes());
    }
    return file;
  }

  @Override
  public void close() {
    processes.close();
  }
}
