package dev.makevideo.platform.settings;

/**
 * How much a worker does at once.
 *
 * @param shortSlots {@code MAKE_VIDEO_SHORT_SLOTS}: short activities; default 8
 * @param ioSlots {@code MAKE_VIDEO_IO_SLOTS}: searches and batches of downloads; default 4
 * @param cpuSlots {@code MAKE_VIDEO_CPU_SLOTS}: recognition and encoding; default: processors
 * @param transcribeSlots {@code MAKE_VIDEO_TRANSCRIBE_SLOTS}: narrations that are transcribed side
 *     by side; the model in the worker's process takes one at a time all the same; default 2
 * @param downloads {@code MAKE_VIDEO_DOWNLOADS}: downloads at once within one batch; default 3
 * @param host {@code MAKE_VIDEO_WORKER_HOST}: the address on which the worker tells its health and
 *     metrics, to whoever asks; default 127.0.0.1
 * @param port {@code MAKE_VIDEO_WORKER_PORT}: the port of that; default 0: none
 */
public record WorkerSettings(
    int shortSlots,
    int ioSlots,
    int cpuSlots,
    int transcribeSlots,
    int downloads,
    String host,
    int port) {
  static WorkerSettings from(SettingReader reader) {
    return new WorkerSettings(
        reader.number("MAKE_VIDEO_SHORT_SLOTS", 8, 1, 200),
        reader.number("MAKE_VIDEO_IO_SLOTS", 4, 1, 200),
        reader.number("MAKE_VIDEO_CPU_SLOTS", Runtime.getRuntime().availableProcessors(), 1, 256),
        reader.number("MAKE_VIDEO_TRANSCRIBE_SLOTS", 2, 1, 64),
        reader.number("MAKE_VIDEO_DOWNLOADS", 3, 1, 16),
        reader.text("MAKE_VIDEO_WORKER_HOST", "127.0.0.1"),
        reader.number("MAKE_VIDEO_WORKER_PORT", 0, 0, 65_535));
  }
}
