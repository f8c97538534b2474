package dev.makevideo.workflows.stage;

import java.util.List;

/** The task queues, named by what their work uses up. */
public final class TaskQueues {
  /** Workflows, and activities that are short. */
  public static final String LIGHT = "make-video";

  /** Search and download: waits on the network. */
  public static final String IO = "make-video-io";

  /** Text recognition and rendering: a slot is a processor. */
  public static final String CPU = "make-video-cpu";

  /** Speech recognition in the worker's process: a slot is a model in memory. */
  public static final String TRANSCRIBE = "make-video-transcribe";

  /** Calls of receivers' URLs: waits on strangers, and takes no slot from a video. */
  public static final String WEBHOOKS = "make-video-webhooks";

  /** All of them. */
  public static final List<String> ALL = List.of(LIGHT, IO, CPU, TRANSCRIBE, WEBHOOKS);

  private TaskQueues() {}
}
