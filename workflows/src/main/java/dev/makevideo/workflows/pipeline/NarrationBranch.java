package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.progress.JobLog;
import dev.makevideo.workflows.stage.Stage;
import java.util.List;
import java.util.Optional;

/** The narration's branch: analysis first, then transcript and subtitles if they are wanted. */
final class NarrationBranch {
  private static final String NO_WORDS =
      "no words were found in the narration, so there are no captions and no subtitles";

  /** Why a stage is skipped whose result an earlier job has left. */
  static final String KEPT = "as in the video that this one is made from";

  /** As many proposed phrases are named to people. */
  private static final int SHOWN = 10;

  private final JobContext job;
  private Optional<SubtitlesResult> subtitles = Optional.empty();
  private Optional<TranscribeResult> transcript = Optional.empty();
  private Optional<RecalledGroundwork> before = Optional.empty();
  private List<CaptionRound> rounds = List.of();

  NarrationBranch(JobContext job) {
    this.job = job;
  }

  AudioAnalysis analyze() {
    job.progress().start(Stage.ANALYZING_AUDIO, 1);
    NarrationActivities activities =
        job.activities(NarrationActivities.class, job.activityOptions().analyzeAudio());
    AudioAnalysis analysis =
        job.counted(Stage.ANALYZING_AUDIO, activities.analyzeAudio(job.request()));
    job.progress().warn(analysis.warnings());
    finish(Stage.ANALYZING_AUDIO);
    return analysis;
  }

  /** The subtitles, or none if the request wants none. */
  Optional<SubtitlesResult> subtitles() {
    return subtitles;
  }

  /** Transcribes and makes subtitles, if they are wanted. */
  void makeSubtitles(AudioAnalysis analysis) {
    JobLog.bind(job.request());
    boolean wanted = job.request().subtitleStyle() != SubtitleStyle.NONE;
    if (!wanted && !needsWords()) {
      job.progress().skip(Stage.TRANSCRIBING, "no subtitles wanted");
    } else {
      Optional<TranscribeResult> kept = before.flatMap(RecalledGroundwork::transcript);
      if (kept.isPresent()) {
        transcript = kept;
        job.progress().skip(Stage.TRANSCRIBING, KEPT);
      } else {
        transcript = Optional.of(transcribe(analysis));
      }
      job.progress().warn(transcript.get().warnings());
    }
    if (!wanted) {
      job.progress().skip(Stage.GENERATING_SUBTITLES, "no subtitles wanted");
      return;
    }
    rounds = before.map(RecalledGroundwork::captions).orElse(List.of());
    job.progress().start(Stage.GENERATING_SUBTITLES, 1);
    NarrationActivities activities =
        job.activities(NarrationActivities.class, job.activityOptions().generateSubtitles());
    SubtitlesResult made =
        job.counted(
            Stage.GENERATING_SUBTITLES,
            rounds.isEmpty()
                ? activities.generateSubtitles(job.request(), analysis, transcript.orElseThrow())
                : activities.recaption(job.request(), analysis, transcript.orElseThrow(), rounds));
    job.progress().warn(made.warnings());
    if (made.count() == 0) {
      job.progress().warn(List.of(NO_WORDS));
    }
    finish(Stage.GENERATING_SUBTITLES);
    subtitles = Optional.of(made);
  }

  /** What an earlier job knew: its words need not be heard again, and its corrections hold. */
  void keep(RecalledGroundwork groundwork) {
    before = Optional.of(groundwork);
    rounds = groundwork.captions();
  }

  /** What is said, also as an earlier job heard it; none if nobody needed to know. */
  Optional<TranscribeResult> transcript() {
    return transcript.or(() -> before.flatMap(RecalledGroundwork::transcript));
  }

  /** The corrections that are in the subtitles, or would be if there were some. */
  List<CaptionRound> rounds() {
    return rounds;
  }

  /** Makes the subtitles again with captions that say something else; nothing without any. */
  void correct(AudioAnalysis analysis, List<CaptionText> corrections) {
    if (corrections.isEmpty() || subtitles.isEmpty()) {
      return;
    }
    job.progress().start(Stage.GENERATING_SUBTITLES, 1);
    NarrationActivities activities =
        job.activities(NarrationActivities.class, job.activityOptions().generateSubtitles());
    subtitles =
        Optional.of(
            job.counted(
                Stage.GENERATING_SUBTITLES,
                activities.correctSubtitles(
                    job.request(), analysis, transcript.orElseThrow(), corrections)));
    rounds = List.of(new CaptionRound(corrections));
    finish(Stage.GENERATING_SUBTITLES);
  }

  /** Whether a shot list names words or paragraphs. */
  private boolean needsWords() {
    return job.request().phrases().filter(Phrases::needWords).isPresent();
  }

  /** Gives the job the phrases that its narration proposes. */
  void proposePhrases() {
    job.progress().start(Stage.FETCHING_SHORTS, 0);
    NarrationActivities activities =
        job.activities(NarrationActivities.class, job.activityOptions().proposePhrases());
    Phrases proposed =
        job.counted(
                Stage.FETCHING_SHORTS,
                activities.proposePhrases(job.request(), transcript.orElseThrow()))
            .phrases();
    job.adopt(proposed);
    List<String> texts = proposed.texts();
    job.progress()
        .warn(
            List.of(
                "no phrase was given, so clips are looked for by what is said: "
                    + String.join(", ", texts.subList(0, Math.min(texts.size(), SHOWN)))
                    + (texts.size() > SHOWN ? " and " + (texts.size() - SHOWN) + " more" : "")));
  }

  /** Lays the shot list upon the narration, whose words are known if it needs them. */
  List<ShotPlacement.Part> placeShots(AudioAnalysis analysis, Phrases phrases) {
    job.progress().start(Stage.FETCHING_SHORTS, 0);
    NarrationActivities activities =
        job.activities(
            NarrationActivities.class, job.activityOptions().placeShots(phrases.shots().size()));
    ShotPlacement placed =
        job.counted(
            Stage.FETCHING_SHORTS,
            activities.placeShots(
                job.request(), analysis, phrases.needWords() ? transcript : Optional.empty()));
    job.progress().warn(placed.warnings());
    return placed.parts();
  }

  private TranscribeResult transcribe(AudioAnalysis analysis) {
    job.progress().start(Stage.TRANSCRIBING, 1);
    StageWaits waits = job.serviceWaits();
    while (true) {
      NarrationActivities activities =
          job.activities(NarrationActivities.class, job.activityOptions().transcribe());
      TranscribeResult result =
          job.counted(Stage.TRANSCRIBING, activities.transcribe(job.request(), analysis));
      Optional<ServiceWait> wait = result.waitFor();
      if (wait.isEmpty()) {
        finish(Stage.TRANSCRIBING);
        return result;
      }
      job.awaitService(Stage.TRANSCRIBING, waits, wait.get(), () -> false);
    }
  }

  private void finish(Stage stage) {
    job.progress().update(stage, 1, 1, 1);
    job.progress().complete(stage);
  }
}
