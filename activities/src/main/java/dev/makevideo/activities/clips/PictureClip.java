package dev.makevideo.activities.clips;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaSniffer;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.media.PictureTurn;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.stage.JobLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a clip of a still picture: as long as a cut may stand, upright, at most 1920 pixels on its
 * shorter side, on white where it is transparent. Each once for all jobs. Thread-safe.
 */
final class PictureClip {
  private static final String KIND = "picture";

  /** Changes when what is made of a picture changes. */
  private static final String VERSION = "v2";

  /** One frame is decoded, and the same one is encoded again and again: seconds, not minutes. */
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** 100 megapixels: any camera's picture passes, a picture bomb does not. */
  private static final String MAX_PIXELS = "100000000";

  private static final String NOT_DECODED = "it is no picture that can be decoded";

  /**
   * What may be transparent, on white. The white has no alpha of its own: ffmpeg 5.1 crashes when
   * drawbox replaces one.
   */
  private static final String ON_WHITE =
      "format=rgba,split[a][b];[a]format=rgb24,drawbox=c=white:t=fill[w];[w][b]overlay=format=rgb,";

  private static final int WEBP_CHUNK = 12;
  private static final int WEBP_FLAGS = 20;
  private static final int WEBP_ANIMATION = 2;

  private static final String SHORTER_SIDE = "1920";

  /** An even size for yuv420p; never enlarged. */
  private static final String SCALE =
      "scale=w='trunc(iw*min(1,%1$s/min(iw,ih))/2)*2':h='trunc(ih*min(1,%1$s/min(iw,ih))/2)*2'"
              .formatted(SHORTER_SIDE)
          + ":out_color_matrix=bt709:out_range=tv";

  private static final List<String> ENCODED =
      List.of(
          "-c:v",
          "libx264",
          "-preset",
          "veryfast",
          "-tune",
          "stillimage",
          "-crf",
          "16",
          "-threads",
          "1",
          "-colorspace",
          "bt709",
          "-color_primaries",
          "bt709",
          "-color_trc",
          "bt709",
          "-color_range",
          "tv",
          "-movflags",
          "+faststart",
          "-f",
          "mp4");

  private final ArtifactStore store;
  private final ProcessRunner processes;
  private final Ffmpeg ffmpeg;
  private final FfmpegProof proof;
  private final MediaSniffer sniffer = new MediaSniffer();

  PictureClip(ArtifactStore store, ProcessRunner processes, Ffmpeg ffmpeg) {
    this.store = store;
    this.processes = processes;
    this.ffmpeg = ffmpeg;
    this.proof = new FfmpegProof(ffmpeg, processes);
  }

  /**
   * The clip.
   *
   * @return failed, to be tried again, if this host was too busy; rejected, if it is no picture
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   * @throws dev.makevideo.platform.media.HostExhaustedException if the host ended ffmpeg
   * @throws dev.makevideo.platform.storage.MissingObjectException if the picture is gone
   * @throws IOException if the signal was set, or if our own disk or ffmpeg itself fails
   */
  CallResult<ObjectRef> clip(ObjectRef picture, ClipFetch.Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    ActionKey key = ActionKey.of(KIND, VERSION, picture.sha256());
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return new CallResult.Ok<>(found.get());
    }
    Path folder = Objects.requireNonNull(wanted.scratch().getParent());
    Path file = store.file(picture, folder);
    MediaType type = sniffer.sniff(file);
    if (!type.isPicture()) {
      return unusable("it is " + type.title() + ", and no picture that can be shown");
    }
    if (type == MediaType.WEBP && moves(file)) {
      return unusable("it is an animated WebP image, and no still picture");
    }
    Command command =
        Command.of("ffmpeg-picture", arguments(file, type, wanted.scratch()), folder, DEADLINE)
            .withMemory(Ffmpeg.MEMORY);
    ProcessRunner.Finished end;
    try {
      end = processes.run(command, stop);
    } catch (ProcessTimeoutException e) {
      return new CallResult.Failed<>("no clip could be made of it on this host in time");
    }
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      FfmpegTrouble trouble = FfmpegTrouble.of(end);
      MediaUnusableException why =
          proof.blame(trouble, "no clip could be made of a picture", folder, stop);
      return unusable(NOT_DECODED + ": " + why.reason());
    }
    if (!Files.exists(wanted.scratch())) {
      return unusable(NOT_DECODED);
    }
    return new CallResult.Ok<>(store.publish(key, wanted.scratch()));
  }

  /**
   * Whether it is an animation, which ffmpeg cannot read: RFC 9649, section 2.7, flag A of the
   * chunk VP8X, which comes first where there is one.
   */
  private static boolean moves(Path webp) throws IOException {
    try (InputStream in = Files.newInputStream(webp)) {
      byte[] head = in.readNBytes(WEBP_FLAGS + 1);
      return head.length > WEBP_FLAGS
          && new String(head, WEBP_CHUNK, 4, StandardCharsets.US_ASCII).equals("VP8X")
          && (head[WEBP_FLAGS] & WEBP_ANIMATION) != 0;
    }
  }

  private List<String> arguments(Path file, MediaType type, Path target) throws IOException {
    List<String> filters = new ArrayList<>(PictureTurn.of(file, type).filters());
    filters.add(SCALE);
    filters.add("format=yuv420p");
    filters.add("setsar=1");
    // The loop repeats the one decoded frame; the picture is not decoded again.
    filters.add("loop=loop=-1:size=1");
    filters.add("setpts=N/" + FrameGrid.FPS + "/TB");
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-protocol_whitelist", "file", "-f", demuxer(type)));
    arguments.addAll(List.of("-max_pixels", MAX_PIXELS, "-threads", "1", "-noautorotate"));
    arguments.addAll(List.of("-r", Integer.toString(FrameGrid.FPS), "-i", Ffmpeg.url(file)));
    String ground = type == MediaType.JPEG ? "" : ON_WHITE;
    arguments.addAll(Ffmpeg.graph("[0:v:0]" + ground + String.join(",", filters) + "[v]"));
    arguments.addAll(List.of("-map", "[v]", "-an", "-sn", "-map_metadata", "-1", "-t"));
    arguments.add(Ffmpeg.seconds(JobLimits.LONGEST_CUT));
    arguments.addAll(ENCODED);
    arguments.add(Ffmpeg.url(target));
    return arguments;
  }

  /** Named, so that the bytes cannot choose another one. */
  private static String demuxer(MediaType type) {
    return switch (type) {
      case PNG -> "png_pipe";
      case WEBP -> "webp_pipe";
      default -> "jpeg_pipe";
    };
  }

  private static CallResult<ObjectRef> unusable(String reason) {
    return new CallResult.Rejected<>(Rejection.of(Reason.UNUSABLE, reason));
  }
}
