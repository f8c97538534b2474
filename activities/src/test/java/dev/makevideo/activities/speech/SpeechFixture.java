package dev.makevideo.activities.speech;

import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.activities.shared.SingleFlight;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.Scratch;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that narration activities need, for one test: real processes, a real store. */
final class SpeechFixture implements AutoCloseable {
  final Path folder;
  final StoreFolder storeFolder;
  final ArtifactStore store;
  final Scratch scratch;
  final KeptHeartbeat heartbeat = new KeptHeartbeat();
  final Metrics metrics = new Metrics(new SimpleMeterRegistry());
  final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  final Ffmpeg ffmpeg;
  SharedCache cache = SharedCache.none();
  SingleFlight flight = new SingleFlight(new LocalLocks(Clock.systemUTC()));
  int attempt = 1;

  SpeechFixture(Path folder) throws Exception {
    this.folder = folder;
    storeFolder = new StoreFolder(folder.resolve("store"));
    store = storeFolder.open();
    scratch = storeFolder.scratch();
    FfmpegTools tools = TestFfmpeg.locate();
    ffmpeg = tools.pair();
  }

  NarrationActivitiesImpl activities(Optional<TranscriptionService> service) {
    return activities(service, Optional.empty());
  }

  NarrationActivitiesImpl activities(
      Optional<TranscriptionService> service, Optional<TranscriptionService> embedded) {
    return new NarrationActivitiesImpl(
        store,
        new ActivityRunner(() -> heartbeat, scratch, () -> new Attempt("job", "run-1", attempt)),
        processes,
        ffmpeg,
        metrics,
        cache,
        flight,
        service,
        embedded,
        new dev.makevideo.activities.subtitle.Fonts());
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
    Optional<byte[]> bytes = script.map(text -> text.getBytes(StandardCharsets.UTF_8));
    return request(narration, bytes, style, "en");
  }

  VideoRequest request(
      ObjectRef narration, Optional<byte[]> script, SubtitleStyle style, String language)
      throws IOException {
    return builder(narration, script).subtitleStyle(style).language(language).build();
  }

  /** A request without captions that has music. */
  VideoRequest withMusic(Path narration, Path music) throws IOException {
    return builder(store.put(narration), Optional.empty())
        .subtitleStyle(SubtitleStyle.NONE)
        .music(Optional.of(new Music(store.put(music), "song", Music.VOLUME)))
        .build();
  }

  /** A request that wants all of its script. */
  VideoRequest keptScript(Path narration, String script) throws IOException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    return builder(store.put(narration), Optional.of(bytes)).keepScript(true).build();
  }

  private VideoRequest.Builder builder(ObjectRef narration, Optional<byte[]> script)
      throws IOException {
    Optional<ObjectRef> text = Optional.empty();
    if (script.isPresent()) {
      text = Optional.of(store.put(script.get()));
    }
    return VideoRequest.builder()
        .storeId(store.id())
        .correlationId("correlation")
        .query("octopus")
        .narration(narration)
        .narrationDuration(Duration.ofSeconds(10))
        .script(text)
        .clips(new ClipSource(ClipSource.Kind.FOLDER, Optional.of("/clips"), Optional.empty()))
        .maxShorts(10);
  }

  /** What becomes of a narration, with a recognizer or without. */
  Transcript transcript(VideoRequest request, Optional<TranscriptionService> embedded)
      throws IOException {
    NarrationActivitiesImpl activities = activities(Optional.empty(), embedded);
    AudioAnalysis analysis = activities.analyzeAudio(request);
    TranscribeResult result = activities.transcribe(request, analysis);
    return Payloads.mapper()
        .readValue(store.read(result.transcript().orElseThrow()), Transcript.class);
  }

  /** How loud samples of one channel at 16 kHz are. */
  static LoudnessCurve curve(short[] samples) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (short sample : samples) {
      bytes.putShort(sample).putShort(sample);
    }
    LoudnessCurve curve = new LoudnessCurve();
    curve.read(new ByteArrayInputStream(bytes.array()));
    return curve;
  }

  SpeechFacts facts(AudioAnalysis analysis) throws IOException {
    return Payloads.mapper().readValue(store.read(analysis.speech()), SpeechFacts.class);
  }

  static Path resource(Path folder, String name) throws IOException {
    Path file = folder.resolve(name.replaceAll(".*/", ""));
    try (InputStream in = SpeechFixture.class.getResourceAsStream(name)) {
      Files.write(file, java.util.Objects.requireNonNull(in, name).readAllBytes());
    }
    return file;
  }

  @Override
  public void close() {
    processes.close();
  }
}
