package dev.makevideo.worker;

import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.announcement.WorkerAnnouncement.Ability;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a worker tells of its tools. */
final class Abilities {
  private Abilities() {}

  /** Each by its name, asked for now and then. */
  static Map<String, Supplier<Ability>> of(
      FfmpegTools tools, TextRecognizer recognizer, Optional<EmbeddedTranscriber> transcriber) {
    return Map.of(
        WorkerAnnouncement.FFMPEG,
        () ->
            Files.isExecutable(tools.ffmpeg()) && Files.isExecutable(tools.ffprobe())
                ? new Ability(true, "ffmpeg " + tools.version())
                : new Ability(false, tools.ffmpeg() + " or " + tools.ffprobe() + " is gone"),
        WorkerAnnouncement.OCR,
        () ->
            recognizer
                .trouble()
                .map(why -> new Ability(false, why))
                .orElseGet(() -> new Ability(true, TextRecognizer.VERSION)),
        WorkerAnnouncement.TRANSCRIBER,
        () ->
            transcriber
                .map(EmbeddedTranscriber::state)
                .map(state -> new Ability(state.good(), state.sentence()))
                .orElseGet(() -> new Ability(true, "off: MAKE_VIDEO_SPEECH_MODEL")));
  }
}
