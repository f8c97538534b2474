package dev.makevideo.workflows.stage;

import java.time.Duration;

/** The bounds that the workflow itself keeps, each with its reason. */
public final class JobLimits {
  /**
   * Items of one download or validation activity: few enough that work spreads over workers, many
   * enough that a history stays short.
   */
  public static final int BATCH_SIZE = 10;

  /** Tries of one item, over all batches; then the next candidate takes its place. */
  public static final int ITEM_ATTEMPTS = 5;

  /** More of a clip is not counted on: a cut that stands longer is dull. */
  public static final Duration LONGEST_CUT = Duration.ofSeconds(6);

  /** What stands for less is a flicker; a clip that shows less is of no use. */
  public static final Duration SHORTEST_CUT = Duration.ofMillis(500);

  /** What clips are wished to last beyond the narration, in percent of it; never required. */
  public static final int RESERVE_PERCENT = 10;

  /** Segments of one job in the queue at once: other jobs get their turn between them. */
  public static final int SEGMENTS_IN_FLIGHT = 16;

  /** Plans after the first, each without the clips that could not be rendered. */
  public static final int REPLANS = 5;

  /** Runs after the first because an artifact had vanished; more means a broken store. */
  public static final int RERUNS = 3;

  /** How long a job waits in all for services; times at which several stages wait count once. */
  public static final Duration SERVICE_WAIT = Duration.ofHours(12);

  /**
   * How often a job waits for services, over all stages. A wait costs about 13 events, so that a
   * job stays below the 51,200 that a history may have; three stages that wait for twelve hours at
   * once, a minute each time, make 2,160.
   */
  public static final int SERVICE_WAITS = 2500;

  /** The first pause before a service is asked again, even if it named a time in the past. */
  public static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  /** That pause doubles up to this. */
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How long a job may be paused: then it fails, and what it made is not kept for ever. */
  public static final Duration PAUSE = Duration.ofDays(30);

  /** How long a job waits for somebody's approval: a week has a working day. Then it fails. */
  public static final Duration APPROVAL = Duration.ofDays(7);

  /** Events that are kept for status and streaming; older ones are dropped. */
  public static final int EVENTS_KEPT = 200;

  /** Events in a status view: enough for a page, small in every answer. */
  public static final int EVENTS_SHOWN = 50;

  /** Rendered segments between two updates of the memo: each is an event in the history. */
  public static final int SEGMENTS_PER_UPDATE = 10;

  private JobLimits() {}
}
