package dev.makevideo.activities.render;

import dev.makevideo.activities.music.MusicBed;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.FrameLines;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.FrameGrid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Joins segments by stream copy and adds the narration, which is decoded and encoded once, with
 * music under it where there is some. Its sound is made exactly as long as the timeline says, so
 * that the streams end together. Thread-safe.
 */
final class VideoJoiner {
  /** Part of a video's key, with {@link #AUDIO}. */
  static final String VERSION = "join-1";

  static final List<String> AUDIO =
      List.of("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2");

  /** As long as is asked for, and from the beginning, whatever its time stamps. */
  private static final String VOICE = "aresample=48000:async=1:first_pts=0,apad";

  /** Its 5 ms at 48 kHz, less the sample that comes with it. */
  private static final int LIMITER_DELAY = 239;

  private static final String FAILED = "the segments cannot be joined";
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final Duration READ_AHEAD = Duration.ofSeconds(2);

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;

  VideoJoiner(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
  }

  /**
   * Joins into a new file of the folder.
   *
   * @param segments their files, in order
   * @param music what lies under the narration
   * @throws IOException if a segment differs from the plan or from the others, or ffmpeg fails
   */
  Path join(
      Timeline timeline,
      List<Path> segments,
      Path narration,
      Optional<MusicBed.Laid> music,
      Path folder,
      StopSignal stop,
      DoubleConsumer progress)
      throws IOException, InterruptedException {
    refuseUnequal(timeline, segments);
    Path list = folder.resolve("segments.txt");
    Files.writeString(list, concatList(timeline, segments), StandardCharsets.UTF_8);
    Path output = folder.resolve("video.mp4");
    Command command =
        Command.of(
                "ffmpeg-concat",
                arguments(timeline, list, narration, music, output),
                folder,
                DEADLINE)
            .withMemory(Ffmpeg.MEMORY)
            .withStall(STALL);
    int frames = timeline.totalFrames();
    FrameLines lines = new FrameLines(count -> progress.accept((double) count / frames));
    ProcessRunner.Finished end = processes.run(command, stop, lines);
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      MediaUnusableException odd = FfmpegTrouble.of(end).unusable(FAILED);
      // The segments are ours: that one is no media file is nobody else's fault.
      throw new IOException(FAILED + ": " + odd.reason());
    }
    return output;
  }

  /** A player that switches decoders in mid-stream shows wrong colours, or nothing. */
  private static void refuseUnequal(Timeline timeline, List<Path> segments) throws IOException {
    if (segments.size() != timeline.segments().size()) {
      throw new IOException(
          segments.size() + " segments for a timeline of " + timeline.segments().size());
    }
    String first = "";
    for (int i = 0; i < segments.size(); i++) {
      Mp4Track track = Mp4Track.read(segments.get(i));
      if (track.frames() != timeline.segments().get(i).frames()) {
        throw new IOException("segment " + i + " has " + track.frames() + " frames");
      }
      if (i == 0) {
        first = track.parameterSets();
      } else if (!track.parameterSets().equals(first)) {
        throw new IOException("segment " + i + " has other parameter sets than the first");
      }
    }
  }

  /**
   * The list for the concat demuxer. Lengths are differences of rounded positions, so that their
   * rounding does not add up.
   */
  private static String concatList(Timeline timeline, List<Path> segments) {
    StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = timeline.segments().get(i);
      long from = micros(segment.startFrame());
      long to = micros(segment.startFrame() + segment.frames());
      String name = Ffmpeg.url(segments.get(i)).replace("'", "'\\''");
      list.append("file '").append(name).append("'\nduration ");
      list.append(String.format(Locale.ROOT, "%.6f", (to - from) / 1e6)).append('\n');
    }
    return list.toString();
  }

  private static long micros(long frame) {
    return Math.round(frame * 1e6 / FrameGrid.FPS);
  }

  private List<String> arguments(
      Timeline timeline, Path list, Path narration, Optional<MusicBed.Laid> music, Path output)
      throws IOException {
    String length = Ffmpeg.seconds(timeline.narration());
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-protocol_whitelist", "file", "-format_whitelist", "concat,mov,mp4"));
    arguments.addAll(List.of("-f", "concat", "-safe", "0", "-i", Ffmpeg.url(list)));
    arguments.addAll(Ffmpeg.narrationInput(narration, timeline.narration().plus(READ_AHEAD)));
    if (music.isPresent()) {
      arguments.addAll(List.of("-protocol_whitelist", "file", "-format_whitelist", "wav"));
      arguments.addAll(List.of("-f", "wav", "-i", Ffmpeg.url(music.get().file())));
      arguments.addAll(Ffmpeg.graph(mix(music.get().ceiling(), length)));
    }
    String sound = music.isPresent() ? "[sound]" : "1:a:0";
    arguments.addAll(List.of("-map", "0:v:0", "-map", sound, "-map_metadata", "-1"));
    arguments.addAll(List.of("-map_chapters", "-1", "-c:v", "copy"));
    if (music.isEmpty()) {
      arguments.addAll(List.of("-af", VOICE + ",atrim=end=" + length));
    }
    arguments.addAll(AUDIO);
    arguments.addAll(
        List.of("-video_track_timescale", Integer.toString(EncoderSettings.TIMESCALE)));
    arguments.addAll(List.of("-movflags", "+faststart", "-fflags", "+bitexact"));
    arguments.addAll(List.of("-progress", "pipe:1", Ffmpeg.url(output)));
    return arguments;
  }

  /**
   * The narration as it is without music, and the music added. The limiter looks ahead, and lets
   * all through so much later: that is cut off in front.
   */
  private static String mix(double ceiling, String length) {
    String form = "aformat=sample_fmts=fltp:channel_layouts=stereo";
    return String.format(
        Locale.ROOT,
        "[1:a:0]%s,%s[voice];[2:a:0]%s[music];"
            + "[voice][music]amix=inputs=2:duration=first:normalize=0,"
            + "alimiter=level=0:attack=5:release=50:limit=%.6f,"
            + "atrim=start_sample=%d,asetpts=PTS-STARTPTS,atrim=end=%s[sound]",
        VOICE,
        form,
        form,
        ceiling,
        LIMITER_DELAY,
        length);
  }
}
