package dev.makevideo.activities.validation;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the small picture by which people know a clip, unless there is one: a frame of it, upright
 * and in its true shape, as a JPEG of some kilobytes. An extra: without it nothing else changes.
 * Thread-safe.
 */
final class ClipPicture {
  private static final Logger log = LoggerFactory.getLogger(ClipPicture.class);

  /** Of the longer side, in pixels: twice what the page shows, for fine screens. */
  private static final int SIDE = 240;

  /** One frame is wanted; a clip in which it takes longer to find has no picture. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Noise makes 40 kB. */
  private static final int MOST_BYTES = 100_000;

  private static final String FILE = "picture.jpg";

  /** Never enlarged; even, for the chroma; in full range and by BT.601, as JPEG has it. */
  private static final String FILTERS =
      "scale=w='max(2,2*round(iw*sar*%1$s/2))':h='max(2,2*round(ih*%1$s/2))'"
              .formatted("min(1," + SIDE + "/max(iw*sar,ih))")
          + ":flags=area:out_range=pc:out_color_matrix=bt601,setsar=1,format=yuvj420p";

  private final ClipPictures pictures;
  private final ProcessRunner processes;
  private final Ffmpeg ffmpeg;
  private final FfmpegProof proof;

  ClipPicture(ClipPictures pictures, ProcessRunner processes, Ffmpeg ffmpeg) {
    this.pictures = pictures;
    this.processes = processes;
    this.ffmpeg = ffmpeg;
    this.proof = new FfmpegProof(ffmpeg, processes);
  }

  /**
   * Sees that a candidate has a picture, if a frame of it can be decoded.
   *
   * @param at the moment that is shown; where there is none, the clip's first frame
   * @param folder a scratch folder, which may hold what was made of another clip
   * @throws ProcessStoppedException if {@code stop} was set
   */
  void show(
      ClipPictures.Place place,
      ObjectRef clip,
      Path file,
      Duration at,
      Path folder,
      StopSignal stop)
      throws ProcessStoppedException, InterruptedException {
    pictures.note(place, clip);
    try {
      if (pictures.of(clip).isPresent() || pictures.isWithout(clip)) {
        return;
      }
      if (isTaken(file, at, folder, stop)
          || (!at.isZero() && isTaken(file, Duration.ZERO, folder, stop))) {
        pictures.keep(clip, folder.resolve(FILE));
      } else {
        pictures.keepWithout(clip);
      }
    } catch (ProcessStoppedException e) {
      throw e;
    } catch (IOException e) {
      log.atDebug()
          .addKeyValue("index", place.index())
          .addKeyValue("object", clip.shortName())
          .setCause(e)
          .log("clip has no picture");
    }
  }

  /**
   * Whether there is a picture now; if not, the clip is to blame.
   *
   * @throws IOException if the host is, or the program, or if it took too long
   */
  private boolean isTaken(Path file, Duration at, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    Path picture = folder.resolve(FILE);
    Files.deleteIfExists(picture);
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-look", arguments(file, at), folder, DEADLINE)
                .withMemory(Ffmpeg.MEMORY),
            stop);
    if (isWhole(picture)) {
      return true;
    }
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      MediaUnusableException why =
          proof.blame(FfmpegTrouble.of(end), "a clip could not be shown", folder, stop);
      log.atDebug().addKeyValue("reason", why.getMessage()).log("clip has no picture");
    }
    return false;
  }

  private List<String> arguments(Path file, Duration at) {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(Ffmpeg.clipGuard());
    // Frames that no other needs are passed over: it is twice as fast, and any near one will do.
    arguments.addAll(List.of("-threads", "1", "-skip_frame", "noref"));
    if (!at.isZero()) {
      arguments.addAll(List.of("-ss", Ffmpeg.seconds(at)));
    }
    arguments.addAll(List.of("-i", Ffmpeg.url(file), "-map", "0:V:0", "-an", "-sn", "-dn"));
    arguments.addAll(List.of("-map_metadata", "-1", "-frames:v", "1", "-threads", "1"));
    arguments.addAll(List.of("-vf", FILTERS, "-c:v", "mjpeg", "-q:v", "5"));
    arguments.addAll(List.of("-f", "image2", "-update", "1", FILE));
    return arguments;
  }

  /** However the program ended: a frame that was written whole is one. */
  private static boolean isWhole(Path picture) throws IOException {
    if (!Files.exists(picture)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(picture)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      int end = bytes.length - 2;
      return end > 2
          && bytes.length <= MOST_BYTES
          && isMarker(bytes, 0, 0xd8)
          && isMarker(bytes, end, 0xd9);
    }
  }

  private static boolean isMarker(byte[] bytes, int at, int code) {
    return (bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xff) == code;
  }
}
