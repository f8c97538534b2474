package dev.makevideo.workflows.stage;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;

/**
 * How long a job, its stages and their items may take, computed from the number of candidates, the
 * length of the narration and the shape of the picture.
 *
 * <p>{@code stage = (base + perShort × shorts + perAudioSecond × audio) × shape}, where the shape
 * counts 1 for landscape, 1.25 for square and 1.5 for portrait. The values are in {@link Row}, each
 * with its reason. Whatever leaves this class is between {@link #MIN} and {@link #MAX}; shares are
 * taken before that bound, so that a large job's items do not get less time than a small one's.
 *
 * <p>These are bounds on work, not forecasts: generous, because a saturated host must not fail a
 * job, and a process that stands still is found much sooner by its heartbeat and its watchdog.
 * Immutable.
 */
public final class StageTimeouts {
  /** No bound is shorter: process start, a slow disk, and one garbage collection fit in. */
  public static final Duration MIN = Duration.ofSeconds(30);

  /** No bound is longer: what has worked for an hour is held to be stuck. */
  public static final Duration MAX = Duration.ofSeconds(3600);

  /** Sets how many segments to expect. */
  private static final double SECONDS_PER_SEGMENT = JobLimits.LONGEST_CUT.toSeconds();

  private final int shorts;
  private final double audioSeconds;
  private final double shape;

  /**
   * @param shorts how many candidates may be examined, at least 1
   * @param audio length of the narration
   */
  public StageTimeouts(int shorts, Duration audio, AspectRatio ratio) {
    if (shorts < 1) {
      throw new IllegalArgumentException("shorts must be at least 1, and is " + shorts);
    }
    if (audio.isNegative()) {
      throw new IllegalArgumentException("audio is negative: " + audio);
    }
    this.shorts = shorts;
    this.audioSeconds = audio.toMillis() / 1000.0;
    this.shape = ratio.isPortrait() ? 1.5 : ratio.width() == ratio.height() ? 1.25 : 1.0;
  }

  /** The bounds for what a request asks. */
  public static StageTimeouts of(VideoRequest request) {
    return new StageTimeouts(
        request.maxShorts(), request.narrationDuration(), request.aspectRatio());
  }

  /** What a whole stage may take. */
  public Duration stage(Stage stage) {
    return bounded(stageSeconds(stage));
  }

  /**
   * What one item may take: the stage's share, so that one hanging item never uses up the time of
   * its batch. An item is a candidate, or a segment when building; other stages are one item.
   */
  public Duration item(Stage stage) {
    return bounded(itemSeconds(stage));
  }

  /** What a batch may take in one attempt: a share for each item, and one for start and end. */
  public Duration batch(Stage stage, int items) {
    if (items < 1) {
      throw new IllegalArgumentException("items must be at least 1, and is " + items);
    }
    return bounded((items + 1) * Math.max(itemSeconds(stage), MIN.toSeconds()));
  }

  /** What a search for so many phrases may take in one attempt. */
  public Duration phrases(int phrases) {
    return bounded(stageSeconds(Stage.FETCHING_SHORTS) * phrases);
  }

  /** What planning the timeline may take in one attempt. */
  public Duration planning() {
    return bounded(Row.PLANNING.seconds(shorts, audioSeconds) * shape);
  }

  /** What joining the segments may take in one attempt. */
  public Duration assembly() {
    return bounded(Row.ASSEMBLY.seconds(shorts, audioSeconds) * shape);
  }

  /**
   * The working time of the whole job: all stages one after the other, although some run side by
   * side. The clock that it is compared with counts the time in which any activity works.
   */
  public Duration job() {
    double sum = 0;
    for (Stage stage : Stage.values()) {
      sum += stageSeconds(stage);
    }
    return bounded(sum);
  }

  private double stageSeconds(Stage stage) {
    return row(stage).seconds(shorts, audioSeconds) * shape;
  }

  private double itemSeconds(Stage stage) {
    return stageSeconds(stage) / items(stage);
  }

  private double items(Stage stage) {
    return switch (stage) {
      case DOWNLOADING_SHORTS, VALIDATING_SHORTS -> shorts;
      case BUILDING_VIDEO -> Math.max(1, Math.ceil(audioSeconds / SECONDS_PER_SEGMENT));
      case ANALYZING_AUDIO, FETCHING_SHORTS, TRANSCRIBING, GENERATING_SUBTITLES, FINALIZING -> 1;
    };
  }

  private static Duration bounded(double seconds) {
    Duration value = Duration.ofMillis(Math.round(seconds * 1000));
    return value.compareTo(MIN) < 0 ? MIN : value.compareTo(MAX) > 0 ? MAX : value;
  }

  private static Row row(Stage stage) {
    return switch (stage) {
      case ANALYZING_AUDIO -> Row.ANALYZING_AUDIO;
      case FETCHING_SHORTS -> Row.FETCHING_SHORTS;
      case DOWNLOADING_SHORTS -> Row.DOWNLOADING_SHORTS;
      case VALIDATING_SHORTS -> Row.VALIDATING_SHORTS;
      case TRANSCRIBING -> Row.TRANSCRIBING;
      case GENERATING_SUBTITLES -> Row.GENERATING_SUBTITLES;
      case BUILDING_VIDEO -> Row.BUILDING_VIDEO;
      case FINALIZING -> Row.FINALIZING;
    };
  }

  /** The table, in seconds for a landscape picture. */
  private enum Row {
    /** Decoding runs at 100 times real time or more; half of real time is a starved host. */
    ANALYZING_AUDIO(60, 0, 0.5),
    /** One search is a few seconds; many candidates take several pages. */
    FETCHING_SHORTS(60, 0.2, 0),
    /** A short is 2 to 20 MB, and a downloading service may prepare it first. */
    DOWNLOADING_SHORTS(30, 20, 0),
    /** Decoding and text recognition measured 1.4 processor seconds a clip; ten times that. */
    VALIDATING_SHORTS(30, 15, 0),
    /** A remote engine needs a tenth of real time, a local one on two cores about twice. */
    TRANSCRIBING(60, 0, 3),
    /** Text only. */
    GENERATING_SUBTITLES(30, 0, 0.1),
    /** Encoding measured about real time on two free cores; hosts are shared, clips are large. */
    BUILDING_VIDEO(60, 0, 10),
    /** One small file. */
    FINALIZING(60, 0, 0),
    /** Part of building: arithmetic over the approved clips and the cues. */
    PLANNING(30, 0.1, 0.2),
    /** Part of building: a stream copy at disk speed, and one audio encode. */
    ASSEMBLY(60, 0, 1);

    private final double base;
    private final double perShort;
    private final double perAudioSecond;

    Row(double base, double perShort, double perAudioSecond) {
      this.base = base;
      this.perShort = perShort;
      this.perAudioSecond = perAudioSecond;
    }

    double seconds(int shorts, double audioSeconds) {
      return base + perShort * shorts + perAudioSecond * audioSeconds;
    }
  }
}
