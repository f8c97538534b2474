package dev.makevideo.activities.speech;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.script.ScriptText;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transcribes a narration window by window. Each window's words are an artifact, so an attempt
 * sends only those that no attempt before it finished. Thread-safe.
 */
final class WindowTranscriber {
  static final String VERSION = "window-2";

  private static final Logger LOG = LoggerFactory.getLogger(WindowTranscriber.class);

  /** BCP 47's tag for a language that is not known. */
  static final String UNKNOWN = "und";

  /** Words that are less probable in the mean may be quite other ones. */
  private static final double SURE = -0.5;

  private static final Duration CUT_DEADLINE = Duration.ofSeconds(60);

  private final HeardWindows known;
  private final Uploads uploads;
  private final ProcessRunner processes;
  private final Ffmpeg ffmpeg;
  private final FfmpegProof proof;
  private final TranscriptionService service;

  WindowTranscriber(
      ArtifactStore store,
      ProcessRunner processes,
      Ffmpeg ffmpeg,
      HeardWindows known,
      TranscriptionService service) {
    this.known = known;
    this.uploads = new Uploads(store);
    this.processes = processes;
    this.ffmpeg = ffmpeg;
    this.proof = new FfmpegProof(ffmpeg, processes);
    this.service = service;
  }

  String fingerprint() {
    return VERSION + " " + service.fingerprint();
  }

  /**
   * All words, or the service to wait for.
   *
   * @param words of the whole narration, if nothing must be waited for
   * @param sure of each word whether it was recognized with confidence
   * @param language BCP 47 tag of what was heard
   */
  record Outcome(
      List<Word> words, List<Boolean> sure, String language, Optional<ServiceWait> waitFor) {}

  Outcome transcribe(VideoRequest request, SpeechFacts facts, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    List<SpeechSegment> windows = SpeechWindows.of(facts, service.longestWindow());
    List<Word> words = new ArrayList<>();
    List<Boolean> sure = new ArrayList<>();
    Heartbeat heartbeat = activity.heartbeat();
    boolean again = heartbeat.previous().isPresent();
    String language = request.language();
    for (int i = 0; i < windows.size(); i++) {
      heartbeat.check();
      heartbeat.progress(progress(i, windows.size()));
      SpeechSegment window = windows.get(i);
      String tag = language;
      ActionKey key = key(request, language, window);
      Transcript heard;
      // Many jobs may have this narration: the others wait, and find what the first has heard.
      Optional<SingleFlight.Turn> mine = known.turn(key, activity.stop());
      if (mine.isEmpty()) {
        heartbeat.check();
        return new Outcome(List.of(), List.of(), language, Optional.of(known.othersHear()));
      }
      try (SingleFlight.Turn turn = mine.get()) {
        Optional<Transcript> before = known.find(key);
        if (before.isPresent()) {
          heard = before.get();
        } else {
          LOG.atInfo().addKeyValue("window", i).log("window transcription started");
          TranscriptionService.Answer answer = ask(request, language, window, again, activity);
          again = false;
          if (answer.waitFor().isPresent()) {
            return new Outcome(List.of(), List.of(), language, answer.waitFor());
          }
          String found = answer.language().filter(code -> !isOf(code, tag)).orElse(tag);
          heard =
              new Transcript(
                  found,
                  "service",
                  words(answer, found, window, facts),
                  List.of(),
                  List.of(),
                  answer.confidence());
          known.keep(key, heard);
        }
      }
      words.addAll(heard.words());
      sure.addAll(Collections.nCopies(heard.words().size(), heard.confidence() >= SURE));
      // The first window in which something is said decides for the others.
      language = heard.words().isEmpty() ? language : heard.language();
    }
    heartbeat.progress(progress(windows.size(), windows.size()));
    return new Outcome(words, sure, language, Optional.empty());
  }

  /** Whether a tag such as {@code pt-BR} is of a language such as {@code pt}. */
  private static boolean isOf(String code, String tag) {
    return Locale.forLanguageTag(tag).getLanguage().equals(code);
  }

  private TranscriptionService.Answer ask(
      VideoRequest request,
      String language,
      SpeechSegment window,
      boolean again,
      RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    Path narration = uploads.file(request.narration(), "narration", activity.scratch());
    Path audio = cut(narration, window, activity.scratch(), activity.stop());
    try {
      return service.transcribe(audio, window.length(), language, again, activity.stop());
    } catch (UnfitServiceException e) {
      // Someone may set it right meanwhile; but a job must not ask for ever. Without its cause the
      // failure is small enough for the server to show it while the activity is tried again.
      String message = String.valueOf(e.getMessage());
      throw activity.isLastAttempt()
          ? Failures.last(FailureType.DEPENDENCY_UNAVAILABLE, message, e)
          : Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, message);
    }
  }

  /** WAV, because some local engines read nothing else. */
  private Path cut(Path narration, SpeechSegment window, Path folder, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    Path audio = folder.resolve("window.wav");
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(Ffmpeg.narrationGuard(narration));
    arguments.addAll(List.of("-ss", time(window.start()), "-t", time(window.length())));
    arguments.addAll(List.of("-i", Ffmpeg.url(narration), "-map", "0:a:0", "-vn", "-sn", "-dn"));
    arguments.addAll(List.of("-map_metadata", "-1", "-ac", "1", "-ar", "16000"));
    arguments.addAll(List.of("-c:a", "pcm_s16le", "-f", "wav", Ffmpeg.url(audio)));
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-window", arguments, folder, CUT_DEADLINE).withMemory(Ffmpeg.MEMORY),
            stop);
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      throw proof.blame(FfmpegTrouble.of(end), "the narration could not be cut", folder, stop);
    }
    return audio;
  }

  private static String time(double seconds) {
    return Ffmpeg.seconds(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private static List<Word> words(
      TranscriptionService.Answer answer,
      String language,
      SpeechSegment window,
      SpeechFacts facts) {
    double by = window.start();
    return answer
        .untimed()
        .map(text -> aligned(text, language, window, facts))
        .orElse(answer.words())
        .stream()
        .map(word -> word.at(word.start() + by, word.end() + by))
        .toList();
  }

  /** A text without times is a script for its window; times are from the window's start. */
  private static List<Word> aligned(
      String text, String language, SpeechSegment window, SpeechFacts facts) {
    List<ScriptWord> words = ScriptText.words(text, language);
    if (words.isEmpty()) {
      return List.of();
    }
    if (words.size() > window.length() / ScriptAligner.SHORTEST_WORD) {
      throw Failures.of(
          FailureType.DEPENDENCY_UNAVAILABLE,
          "audio-transcriber heard " + words.size() + " words in " + time(window.length()) + " s");
    }
    List<SpeechSegment> speech = new ArrayList<>();
    for (SpeechSegment stretch : facts.speech()) {
      double from = Math.max(stretch.start(), window.start()) - window.start();
      double to = Math.min(stretch.end(), window.end()) - window.start();
      if (to > from) {
        speech.add(new SpeechSegment(from, to));
      }
    }
    // A window's end is no sentence's.
    return ScriptAligner.align(words, speech, window.length()).stream()
        .map(word -> new Word(word.text(), word.start(), word.end(), word.attached()))
        .toList();
  }

  private ActionKey key(VideoRequest request, String language, SpeechSegment window) {
    return ActionKey.of(
        "transcript-window",
        fingerprint(),
        request.narration().sha256(),
        language,
        time(window.start()),
        time(window.end()));
  }

  private static ActivityProgress progress(int done, int total) {
    return new ActivityProgress(done, total, total == 0 ? 1 : (double) done / total, List.of());
  }
}
