package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.makevideo.activities.music.MusicBed;
import dev.makevideo.activities.render.RenderBench.Run;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video with music, by what is measured in its sound. */
class MusicMixTest {
  private static final int RATE = 48_000;
  private static final double VOICE = 300;
  private static final double SONG = 1500;

  @TempDir Path folder;
  private RenderBench bench;
  private PlanRequest plan;
  private ObjectRef voice;

  @BeforeEach
  void open() throws Exception {
    bench = new RenderBench(folder);
    Path clip = bench.media.clip("clip.mp4", "testsrc2=s=320x240:r=30:d=6.5");
    plan = new PlanRequest(RenderBench.NARRATION, List.of(bench.item(0, clip)), Optional.empty());
    voice = bench.store.put(voice("0.3"));
  }

  @AfterEach
  void close() throws Exception {
    assertEquals(List.of(), bench.storeFolder.scratchLeft(), "scratch left");
    bench.close();
  }

  /** Somebody speaks from 0.3 to 1.8 s and from 5 s on; between them is a pause. */
  private Path voice(String volume) throws Exception {
    String wave = volume + "*sin(2*PI*300*t)*(between(t,0.3,1.8)+between(t,5,6.02))";
    return bench.media.make(
        "voice.wav", List.of("-f", "lavfi", "-i", "aevalsrc='" + wave + "':s=44100:d=6.02"));
  }

  private VideoRequest request(Optional<Music> music) {
    VideoRequest plain = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, voice);
    Map<String, Object> fields = Payloads.mapper().convertValue(plain, new TypeReference<>() {});
    fields.put("music", music);
    return Payloads.mapper().convertValue(fields, VideoRequest.class);
  }

  private Optional<Music> song(String seconds, int volume) throws Exception {
    String wave = "aevalsrc='0.5*sin(2*PI*1500*t)':s=44100:d=" + seconds;
    Path file = bench.media.make("song.mp3", List.of("-f", "lavfi", "-i", wave), "-b:a", "192k");
    return Optional.of(new Music(bench.store.put(file), "song.mp3", volume));
  }

  @Test
  void theMusicIsUnderTheVoiceAndTheVoiceIsAsLoudAsBefore() throws Exception {
    double[] before = sound(bench.run(request(Optional.empty()), plan));
    Run run = bench.run(request(song("2.5", -18)), plan);
    double[] mixed = sound(run);
    assertEquals(level(before, VOICE, 0.7, 1.6), level(mixed, VOICE, 0.7, 1.6), 0.2);
    double under = level(mixed, SONG, 0.7, 1.6) - level(mixed, VOICE, 0.7, 1.6);
    // The one is measured by its samples, the other was set by how loud it is heard.
    assertEquals(-18, under, 3, "the music beside the voice");
    assertEquals(6, level(mixed, SONG, 3, 4) - level(mixed, SONG, 0.7, 1.6), 0.7, "in the pause");
    assertTrue(level(mixed, SONG, 5.9, 6.02) < level(mixed, SONG, 3, 4) - 20, "faded out");
    assertTrue(level(mixed, SONG, 0, 0.06) < level(mixed, SONG, 0.7, 1.6) - 10, "faded in");
    assertTrue(level(before, SONG, 3, 4) < -80, "none of it without music");
    // It is as long as before, and made once.
    assertEquals(before.length, mixed.length, 1024);
    assertEquals(run.video().video(), bench.run(request(song("2.5", -18)), plan).video().video());
  }

  @Test
  void anotherLevelIsAnotherVideoWithTheSameSegments() throws Exception {
    Run loud = bench.run(request(song("9", -10)), plan);
    Run quiet = bench.run(request(song("9", -25)), plan);
    assertEquals(loud.objects(), quiet.objects());
    assertNotEquals(loud.video().video(), quiet.video().video());
    double one = level(sound(loud), SONG, 3, 4);
    assertEquals(15, one - level(sound(quiet), SONG, 3, 4), 0.5);
  }

  @Test
  void theSumIsLimited() throws Exception {
    voice = bench.store.put(voice("0.99"));
    double[] mixed = sound(bench.run(request(song("9", -3)), plan));
    double peak = 0;
    for (double sample : mixed) {
      peak = Math.max(peak, Math.abs(sample));
    }
    assertTrue(peak <= 1.02, "AAC adds little to what the limiter lets through: " + peak);
  }

  @Test
  void withoutMusicCommandAndKeyAreWhatTheyWereBeforeThereWasAny() throws Exception {
    VideoRequest request = request(Optional.empty());
    Commands commands = new Commands(bench.media.processes(), new ArrayList<>());
    Run run = bench.run(request, plan);
    bench.storeFolder.lose(run.video().video());
    bench.buildWith(commands).assembleVideo(request, run.plan().timeline(), run.objects());
    String list = commands.joined().get(18 + 1);
    String video = commands.joined().get(commands.joined().size() - 1);
    assertTrue(list.startsWith("file:") && list.endsWith("/segments.txt"), list);
    assertTrue(video.startsWith("file:") && video.endsWith("/video.mp4"), video);
    String narration = "file:" + bench.store.path(voice);
    assertEquals(
        ("%s -nostdin -hide_banner -v error -y -max_alloc 536870912 -filter_threads 1"
                + " -protocol_whitelist file -format_whitelist concat,mov,mp4"
                + " -f concat -safe 0 -i LIST -protocol_whitelist file"
                + " -format_whitelist mp3,wav,ogg,mov,mp4,m4a -max_pixels 16777216 -max_streams 64"
                + " -t 8.020000 -i NARRATION -map 0:v:0 -map 1:a:0 -map_metadata -1"
                + " -map_chapters -1 -c:v copy"
                + " -af aresample=48000:async=1:first_pts=0,apad,atrim=end=6.020000"
                + " -c:a aac -b:a 160k -ar 48000 -ac 2 -video_track_timescale 15360"
                + " -movflags +faststart -fflags +bitexact -progress pipe:1 VIDEO")
            .formatted(bench.media.ffmpeg().ffmpeg()),
        String.join(" ", commands.joined())
            .replace(list, "LIST")
            .replace(narration, "NARRATION")
            .replace(video, "VIDEO"));
    Timeline timeline = bench.timeline(run.plan());
    String version = bench.media.ffmpeg().version();
    List<String> parts =
        new ArrayList<>(
            List.of("join-1", version, "-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2"));
    parts.add("PT6.02S");
    parts.add(voice.sha256());
    run.objects().forEach(segment -> parts.add(segment.sha256()));
    assertEquals(
        ActionKey.of("video", parts),
        new RenderKeys(version).video(timeline, run.objects(), voice, Optional.empty()));
    assertEquals("music-1", MusicBed.VERSION, "what it makes is another: raise it");
  }

  /** In dB, by Goertzel's filter, of the left channel. */
  private static double level(double[] samples, double frequency, double from, double to) {
    int first = (int) (from * RATE);
    int last = Math.min(samples.length, (int) (to * RATE));
    double real = 0;
    double imaginary = 0;
    for (int i = first; i < last; i++) {
      double angle = 2 * Math.PI * frequency * i / RATE;
      real += samples[i] * Math.cos(angle);
      imaginary += samples[i] * Math.sin(angle);
    }
    return 20 * Math.log10(1e-6 + 2 * Math.hypot(real, imaginary) / (last - first));
  }

  private double[] sound(Run run) throws Exception {
    Path raw = folder.resolve("sound.f32");
    Path video = bench.store.path(run.video().video());
    bench.media.make(
        raw.getFileName().toString(),
        List.of("-i", "file:" + video),
        "-map",
        "0:a:0",
        "-af",
        "pan=mono|c0=c0",
        "-ar",
        "48000",
        "-c:a",
        "pcm_f32le",
        "-f",
        "f32le");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
    double[] samples = new double[bytes.remaining() / 4];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes.getFloat();
    }
    return samples;
  }

  /** Runs everything for real, and notes how the streams were joined. */
  private record Commands(ProcessRunner real, List<String> joined) implements ProcessRunner {
    private Command noted(Command command) {
      if (command.label().equals("ffmpeg-concat")) {
        joined.addAll(command.arguments());
      }
      return command;
    }

    @Override
    public Finished run(Command command, StopSignal stop) throws IOException, InterruptedException {
      return real.run(noted(command), stop);
    }

    @Override
    public Finished run(Command command, StopSignal stop, LineSink lines)
        throws IOException, InterruptedException {
      return real.run(noted(command), stop, lines);
    }

    @Override
    public Finished run(Command command, StopSignal stop, OutputReader reader)
        throws IOException, InterruptedException {
      return real.run(noted(command), stop, reader);
    }
  }
}
