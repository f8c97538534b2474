package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.music.MusicBed;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.shared.SingleFlight;
import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.activities.subtitle.Subtitles;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.ProposedPhrases;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The narration's activities. Thread-safe. */
public final class NarrationActivitiesImpl implements NarrationActivities {
  private static final Logger log = LoggerFactory.getLogger(NarrationActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final ArtifactStore store;
  private final Uploads uploads;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final NarrationAnalysis narrations;
  private final MusicBed music;
  private final WordFinder words;
  private final Fonts fonts;

  /**
   * @param flight best of all workers
   * @param transcription for narrations without a script, if there is such a service
   * @param embedded recognition in this process, if it is wanted; without a script it stands in for
   *     a service, with one it tells when its words are said
   * @param fonts what captions can show
   */
  public NarrationActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ProcessRunner processes,
      Ffmpeg ffmpeg,
      Metrics metrics,
      SharedCache cache,
      SingleFlight flight,
      Optional<TranscriptionService> transcription,
      Optional<TranscriptionService> embedded,
      Fonts fonts) {
    this.fonts = fonts;
    this.store = store;
    this.uploads = new Uploads(store);
    this.runner = runner;
    this.metrics = metrics;
    narrations = new NarrationAnalysis(store, ffmpeg, processes);
    music = new MusicBed(store, ffmpeg, processes);
    HeardWindows heard = new HeardWindows(store, cache, flight, Clock.systemUTC());
    words = new WordFinder(store, processes, ffmpeg, heard, transcription, embedded);
  }

  @Override
  public AudioAnalysis analyzeAudio(VideoRequest request) {
    return runner.run(activity -> analyze(request, activity));
  }

  private AudioAnalysis analyze(VideoRequest request, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    ObjectRef speech = narrations.of(request, activity);
    SpeechFacts facts = narrations.facts(speech);
    Duration duration = Duration.ofNanos(Math.round(facts.duration() * 1e9));
    List<String> warnings = new ArrayList<>(facts.warnings());
    if (request.script().isPresent() && request.subtitleStyle() != SubtitleStyle.NONE) {
      byte[] script = uploads.read(request.script().get(), "script");
      warnings.addAll(
          NarrationScript.warnings(
              script, request.language(), request.subtitleStyle(), fonts, activity.stop()));
    }
    // Before anything is looked for: what cannot be played would end the job at its end.
    warnings.addAll(music.examine(request, activity));
    return new AudioAnalysis(duration, speech, warnings, activity.ranMillis());
  }

  @Override
  public TranscribeResult transcribe(VideoRequest request, AudioAnalysis analysis) {
    return runner.run(activity -> words.find(request, analysis, activity));
  }

  @Override
  public ProposedPhrases proposePhrases(VideoRequest request, TranscribeResult transcript) {
    return runner.run(
        activity -> {
          Transcript spoken = transcript(transcript);
          Phrases phrases =
              Keyphrases.of(spoken.words(), spoken.language(), request.narrationDuration())
                  .orElseThrow(
                      () ->
                          Failures.of(
                              FailureType.INVALID_REQUEST,
                              "nothing is said in the narration that clips could be looked for by:"
                                  + " give a query"));
          return new ProposedPhrases(phrases, activity.ranMillis());
        });
  }

  private Transcript transcript(TranscribeResult result) throws IOException {
    ObjectRef object =
        result
            .transcript()
            .orElseThrow(() -> Failures.of(FailureType.INTERNAL, "there is no transcript yet"));
    return mapper.readValue(store.read(object), Transcript.class);
  }

  @Override
  public ShotPlacement placeShots(
      VideoRequest request, AudioAnalysis analysis, Optional<TranscribeResult> transcript) {
    return runner.run(activity -> placed(request, analysis, transcript, activity));
  }

  private ShotPlacement placed(
      VideoRequest request,
      AudioAnalysis analysis,
      Optional<TranscribeResult> transcript,
      RunningActivity activity)
      throws IOException {
    Phrases phrases =
        request
            .phrases()
            .orElseThrow(() -> Failures.of(FailureType.INTERNAL, "the job has no shot list"));
    Optional<ObjectRef> words = transcript.flatMap(TranscribeResult::transcript);
    Optional<Transcript> spoken =
        words.isPresent()
            ? Optional.of(mapper.readValue(store.read(words.get()), Transcript.class))
            : Optional.empty();
    Optional<Script> script =
        words.isPresent() && request.script().isPresent()
            ? Optional.of(
                NarrationScript.read(
                    uploads.read(request.script().get(), "script"),
                    request.language(),
                    analysis.duration().toMillis() / 1000.0))
            : Optional.empty();
    ShotTimes.Outcome outcome = ShotTimes.place(phrases, analysis.duration(), script, spoken);
    return new ShotPlacement(outcome.parts(), outcome.warnings(), activity.ranMillis());
  }

  @Override
  public SubtitlesResult generateSubtitles(
      VideoRequest request, AudioAnalysis analysis, TranscribeResult transcript) {
    return runner.run(
        activity -> subtitles(request, analysis.speech(), transcript, List.of(), activity));
  }

  @Override
  public SubtitlesResult correctSubtitles(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionText> corrections) {
    return recaption(request, analysis, transcript, List.of(new CaptionRound(corrections)));
  }

  @Override
  public SubtitlesResult recaption(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionRound> rounds) {
    return runner.run(
        activity -> subtitles(request, analysis.speech(), transcript, rounds, activity));
  }

  private SubtitlesResult subtitles(
      VideoRequest request,
      ObjectRef speech,
      TranscribeResult transcript,
      List<CaptionRound> rounds,
      RunningActivity activity)
      throws IOException, InterruptedException {
    ObjectRef object =
        transcript
            .transcript()
            .orElseThrow(() -> Failures.of(FailureType.INTERNAL, "there is no transcript yet"));
    SpeechFacts facts = narrations.facts(speech);
    Transcript spoken = mapper.readValue(store.read(object), Transcript.class);
    // Made anew each time: it takes milliseconds, and the numbers are needed besides the objects.
    Subtitles made =
        Subtitles.corrected(
            spoken.words(),
            facts.speech(),
            facts.duration(),
            request.subtitleStyle(),
            spoken.language(),
            rounds.stream().map(NarrationActivitiesImpl::texts).toList());
    warnOfFonts(request, spoken, activity.stop());
    int segments = made.cues().cues().size();
    double drift =
        rounds.isEmpty() && spoken.heardAt().size() == spoken.words().size() && segments > 0
            ? HeardDrift.largest(made.cues().cues(), spoken.words(), spoken.heardAt())
            : made.driftSeconds();
    metrics.subtitles(segments, drift);
    log.atInfo()
        .addKeyValue("segments", segments)
        .addKeyValue("drift_s", drift)
        .log("subtitles made");
    String style = request.subtitleStyle().label();
    List<String> inputs =
        new ArrayList<>(
            List.of(Subtitles.VERSION, object.sha256(), speech.sha256(), style, spoken.language()));
    for (int round = 0; round < rounds.size(); round++) {
      if (round > 0) {
        inputs.add("then"); // the first round has the key that it had when there was no other
      }
      rounds.get(round).texts().forEach(text -> inputs.add(text.index() + " " + text.text()));
    }
    return new SubtitlesResult(
        store.publish(ActionKey.of("cues", inputs), mapper.writeValueAsBytes(made.cues())),
        store.publish(ActionKey.of("srt", inputs), made.srt().getBytes(StandardCharsets.UTF_8)),
        store.publish(ActionKey.of("vtt", inputs), made.vtt().getBytes(StandardCharsets.UTF_8)),
        segments,
        drift,
        activity.ranMillis(),
        HeardDrift.warnings(drift));
  }

  private static Map<Integer, String> texts(CaptionRound round) {
    return round.texts().stream()
        .collect(Collectors.toMap(CaptionText::index, CaptionText::text, (a, b) -> b));
  }

  /** Of words that were heard; a script's are known before, and are told to whoever gave it. */
  private void warnOfFonts(VideoRequest request, Transcript spoken, StopSignal stop)
      throws InterruptedException {
    if (request.script().isPresent() || !request.subtitleStyle().isDrawn()) {
      return;
    }
    String text = spoken.words().stream().map(Word::text).collect(Collectors.joining(" "));
    NarrationScript.fontWarning(text, fonts.forText(text, spoken.language(), stop))
        .ifPresent(
            warning -> log.atWarn().addKeyValue("reason", warning).log("captions lack letters"));
  }
}
