package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.script.ScriptText;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the words of a narration and their times: of its script, if there is one, else of what is
 * heard. A service is asked only where there is no script: it may cost money. Thread-safe.
 */
final class WordFinder {
  /** Part of the key of a transcript; changes when words or times do. */
  private static final String VERSION = "words-4";

  private final ObjectMapper mapper = Payloads.mapper();
  private final ArtifactStore store;
  private final Uploads uploads;
  private final Optional<Listener> service;
  private final Optional<Listener> embedded;

  /** A recognizer, with what sends it windows. */
  private record Listener(TranscriptionService recognizer, WindowTranscriber windows) {}

  WordFinder(
      ArtifactStore store,
      ProcessRunner processes,
      Ffmpeg ffmpeg,
      HeardWindows heard,
      Optional<TranscriptionService> service,
      Optional<TranscriptionService> embedded) {
    this.store = store;
    this.uploads = new Uploads(store);
    this.service =
        service.map(
            s -> new Listener(s, new WindowTranscriber(store, processes, ffmpeg, heard, s)));
    this.embedded =
        embedded.map(
            s -> new Listener(s, new WindowTranscriber(store, processes, ffmpeg, heard, s)));
  }

  /** The transcript, or a service to wait for. */
  TranscribeResult find(VideoRequest request, AudioAnalysis analysis, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    return request.script().isPresent()
        ? ofScript(request, analysis, request.script().get(), activity)
        : ofSound(request, analysis, activity);
  }

  private TranscribeResult ofScript(
      VideoRequest request, AudioAnalysis analysis, ObjectRef script, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    Optional<String> lack =
        embedded.isPresent() ? embedded.get().recognizer().lack(activity.stop()) : Optional.empty();
    boolean heard = embedded.isPresent() && lack.isEmpty();
    // A transcript made for want of the model says so, one that was made without it on purpose not.
    String pauses = lack.isPresent() ? "pauses, for want of a model" : "pauses";
    String aligner = heard ? embedded.orElseThrow().windows().fingerprint() : pauses;
    ActionKey key =
        ActionKey.of(
            "transcript",
            VERSION,
            heard && request.keepsScript() ? aligner + ", all of the script" : aligner,
            analysis.speech().sha256(),
            request.narration().sha256(),
            script.sha256(),
            request.language());
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      return result(known.get(), activity);
    }
    NarrationScript.requireLength(script.bytes());
    SpeechFacts facts = facts(analysis.speech());
    PausedScript paused =
        PausedScript.of(
            NarrationScript.read(
                uploads.read(script, "script"), request.language(), facts.duration()),
            facts);
    if (!heard) {
      return publish(key, byPauses(request.language(), paused, lack), activity);
    }
    WindowTranscriber.Outcome windows =
        embedded.orElseThrow().windows().transcribe(request, facts, activity);
    if (windows.waitFor().isPresent()) {
      return waiting(windows, activity);
    }
    WindowTranscriber.Outcome outcome =
        HeardLanguage.believed(windows, paused.words(), request.language());
    if (outcome.words().isEmpty()) {
      Optional<String> reason = Optional.of("no words could be heard");
      return publish(key, byPauses(request.language(), paused, reason), activity);
    }
    Transcript aligned = ScriptHearing.align(paused, outcome, request.keepsScript());
    return publish(key, aligned.with(languageWarning(request, outcome)), activity);
  }

  private static Transcript byPauses(
      String language, PausedScript script, Optional<String> reason) {
    Transcript transcript =
        new Transcript(language, "script", script.align(), List.of(), script.warnings(), 0);
    return transcript.with(
        reason.stream()
            .map(
                why -> "the times of the script's words come from " + script.timedBy() + ": " + why)
            .toList());
  }

  private TranscribeResult ofSound(
      VideoRequest request, AudioAnalysis analysis, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    Listener listener = service.isPresent() ? service.get() : requireEmbedded(activity.stop());
    ActionKey key =
        ActionKey.of(
            "transcript",
            VERSION,
            listener.windows().fingerprint(),
            analysis.speech().sha256(),
            request.narration().sha256(),
            request.language());
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      return result(known.get(), activity);
    }
    SpeechFacts facts = facts(analysis.speech());
    WindowTranscriber.Outcome heard = listener.windows().transcribe(request, facts, activity);
    if (heard.waitFor().isPresent()) {
      return waiting(heard, activity);
    }
    Transcript transcript = service.isPresent() ? plain(heard) : timed(heard, facts);
    return publish(key, transcript.with(languageWarning(request, heard)), activity);
  }

  private static TranscribeResult waiting(
      WindowTranscriber.Outcome heard, RunningActivity activity) {
    return new TranscribeResult(Optional.empty(), 0, heard.waitFor(), activity.ranMillis());
  }

  private Listener requireEmbedded(StopSignal stop) throws InterruptedException {
    Listener listener =
        embedded.orElseThrow(
            () -> unavailable("recognition is switched off (MAKE_VIDEO_SPEECH_MODEL)"));
    Optional<String> lack = listener.recognizer().lack(stop);
    if (lack.isPresent()) {
      throw unavailable(lack.get());
    }
    return listener;
  }

  private static RuntimeException unavailable(String reason) {
    return Failures.of(
        FailureType.INVALID_REQUEST,
        "the words cannot be recognized: "
            + reason
            + "; or give a script, set AUDIO_TRANSCRIBER_URL, or use subtitles=none");
  }

  private static Transcript plain(WindowTranscriber.Outcome heard) {
    return new Transcript(heard.language(), "service", heard.words(), List.of(), List.of(), 0);
  }

  /** What was heard is its own script: the pauses mend its times, which are early in speech. */
  private static Transcript timed(WindowTranscriber.Outcome heard, SpeechFacts facts) {
    StringBuilder text = new StringBuilder();
    for (Word word : heard.words()) {
      text.append(text.isEmpty() || word.attached() ? "" : " ").append(word.text());
    }
    List<ScriptWord> script = ScriptText.words(text.toString(), heard.language());
    if (script.isEmpty()) {
      return plain(heard);
    }
    PausedScript own = new PausedScript(script, List.of(), List.of(), facts);
    Transcript aligned = ScriptHearing.align(own, heard, true);
    return new Transcript(
        aligned.language(), "model", aligned.words(), aligned.heardAt(), List.of(), 0);
  }

  private static List<String> languageWarning(
      VideoRequest request, WindowTranscriber.Outcome heard) {
    return heard.words().isEmpty() || heard.language().equals(request.language())
        ? List.of()
        : List.of(
            "language is \""
                + request.language()
                + "\"; what is heard is \""
                + heard.language()
                + "\", which is taken");
  }

  private TranscribeResult publish(ActionKey key, Transcript transcript, RunningActivity activity)
      throws IOException {
    return result(store.publish(key, mapper.writeValueAsBytes(transcript)), activity);
  }

  private TranscribeResult result(ObjectRef object, RunningActivity activity) throws IOException {
    Transcript transcript = mapper.readValue(store.read(object), Transcript.class);
    return new TranscribeResult(
        Optional.of(object),
        transcript.words().size(),
        Optional.empty(),
        activity.ranMillis(),
        transcript.warnings());
  }

  private SpeechFacts facts(ObjectRef speech) throws IOException {
    return mapper.readValue(store.read(speech), SpeechFacts.class);
  }
}
