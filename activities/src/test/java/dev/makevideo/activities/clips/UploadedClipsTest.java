package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clips and pictures that came with the job, the pictures by the real ffmpeg. */
@Timeout(120)
class UploadedClipsTest {
  @TempDir private Path directory;
  private ClipsFixture bench;
  private SupervisedProcesses processes;
  private Ffmpeg ffmpeg;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    bench = new ClipsFixture(directory);
    processes = new SupervisedProcesses(System.getenv());
    ffmpeg = TestFfmpeg.locate().pair();
  }

  @AfterEach
  void stop() {
    processes.close();
    bench.close();
  }

  private UploadedClips.Item item(String name, byte[] bytes, boolean picture) throws IOException {
    return new UploadedClips.Item(name, bench.store.put(bytes), picture);
  }

  private VideoRequest request(UploadedClips.Item... items) throws IOException {
    byte[] list = Payloads.mapper().writeValueAsBytes(new UploadedClips(List.of(items)));
    return bench.request(ClipSource.ofUploads(bench.store.put(list)));
  }

  private byte[] made(String name, String source, String... more) throws Exception {
    Path file = directory.resolve(name);
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-f", "lavfi", "-i", source, "-frames:v", "1"));
    arguments.addAll(List.of(more));
    arguments.add(Ffmpeg.url(file));
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-test", arguments, directory, Duration.ofSeconds(30)),
            new StopSignal());
    assertEquals(0, end.exitCode(), end.errorTail());
    return Files.readAllBytes(file);
  }

  @Test
  void areTriedInTheirOwnersOrderAndNothingElseIsAsked() throws IOException {
    VideoRequest request =
        request(
            item("z first.mp4", "video z".getBytes(StandardCharsets.UTF_8), false),
            item("a second.mp4", "video a".getBytes(StandardCharsets.UTF_8), false));
    FetchResult found = bench.activities().fetchShorts(request);
    List<Candidate> candidates = bench.candidates(found.candidates().orElseThrow());
    assertEquals(
        List.of("z first.mp4", "a second.mp4"), candidates.stream().map(Candidate::name).toList());
    assertEquals(SourceName.UPLOADS, candidates.get(0).source());
    List<ItemOutcome> outcomes = bench.download(request).outcomes();
    assertEquals(2, outcomes.stream().filter(o -> o.clip().isPresent()).count());
  }

  @Test
  void oneThatIsNoVideoIsRejectedByName() throws IOException {
    ItemOutcome outcome =
        bench.download(request(item("odd.mp4", new byte[] {1, 2, 3}, false))).outcomes().get(0);
    assertTrue(outcome.rejection().orElseThrow().message().startsWith("odd.mp4: "));
  }

  @Test
  void aPictureBecomesAClipAsLongAsACut() throws Exception {
    bench.meter = (file, stop) -> new MediaProbe(ffmpeg, processes).clip(file, stop);
    byte[] jpeg = made("a.jpg", "testsrc2=s=641x363");
    List<UploadedClips.Item> items = new ArrayList<>();
    items.add(item("a.jpg", jpeg, true));
    items.add(item("turned.jpg", turned(jpeg), true));
    items.add(item("a.png", made("a.png", "color=c=red@0.3:s=334x502,format=rgba"), true));
    items.add(item("a.webp", made("a.webp", "testsrc2=s=320x240"), true));
    items.add(item("cut.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, true));
    items.add(item("no.png", "hello".getBytes(StandardCharsets.UTF_8), true));
    List<ItemOutcome> outcomes =
        bench.download(request(items.toArray(UploadedClips.Item[]::new))).outcomes();
    assertSize(outcomes.get(0), 640, 362);
    assertSize(outcomes.get(1), 362, 640);
    assertSize(outcomes.get(2), 334, 502);
    assertSize(outcomes.get(3), 320, 240);
    for (int broken : List.of(4, 5)) {
      String said = outcomes.get(broken).rejection().orElseThrow().message();
      assertTrue(said.contains("no picture that can be"), said);
    }
    // The same picture is the same clip, whoever asks.
    ObjectRef first = outcomes.get(0).clip().orElseThrow().object();
    ItemOutcome again = bench.download(request(item("b.jpg", jpeg, true))).outcomes().get(0);
    assertEquals(first, again.clip().orElseThrow().object());
  }

  private static void assertSize(ItemOutcome outcome, int width, int height) {
    Clip clip = outcome.clip().orElseThrow(() -> new AssertionError(outcome.toString()));
    assertEquals(width + "x" + height, clip.width() + "x" + clip.height());
    assertEquals(6_000, clip.duration().toMillis(), 40);
  }

  /** The same with Exif that says: turn me by a quarter, clockwise. */
  private static byte[] turned(byte[] jpeg) {
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] whole = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, whole, 0, 2);
    System.arraycopy(exif, 0, whole, 2, exif.length);
    System.arraycopy(jpeg, 2, whole, 2 + exif.length, jpeg.length - 2);
    return whole;
  }
}
