package dev.makevideo.worker.admission;

import dev.makevideo.workflows.stage.TaskQueues;
import java.util.List;

/**
 * What one piece of work of a queue is expected to take, from what the demo's and the benchmarks'
 * jobs took. The disk's share is one of {@code MAKE_VIDEO_DISK_LEAST}, so that it fits small disks,
 * too.
 *
 * @param queue the task queue
 * @param diskPercent of the least that must be free for a new job
 * @param memory bytes
 */
record Need(String queue, int diskPercent, long memory) {
  /** A batch of ten clips: 300 MB by default. */
  private static final Need IO = new Need(TaskQueues.IO, 30, 50_000_000L);

  /** A segment, or the finished video: 50 MB by default; an encoder at 1080 × 1920 has 300 MB. */
  private static final Need CPU = new Need(TaskQueues.CPU, 5, 300_000_000L);

  /** A narration as samples and its text; the model itself is in memory once. */
  private static final Need TRANSCRIBE = new Need(TaskQueues.TRANSCRIBE, 5, 200_000_000L);

  /**
   * Of all queues that wait for room. The light one does not: its work is small, and some of it
   * makes room.
   */
  static List<Need> all() {
    return List.of(IO, CPU, TRANSCRIBE);
  }
}
