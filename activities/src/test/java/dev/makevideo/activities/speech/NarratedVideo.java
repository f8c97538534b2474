package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Cues;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the narration's three activities make of a request.
 *
 * @param cues to be burned in
 * @param warnings of all three
 */
record NarratedVideo(
    Transcript transcript,
    List<Cue> cues,
    String srt,
    String vtt,
    double drift,
    List<String> warnings) {
  static NarratedVideo of(
      SpeechFixture fixture, NarrationActivitiesImpl activities, VideoRequest request)
      throws Exception {
    AudioAnalysis analysis = activities.analyzeAudio(request);
    TranscribeResult words = activities.transcribe(request, analysis);
    SubtitlesResult made = activities.generateSubtitles(request, analysis, words);
    List<String> warnings = new ArrayList<>(analysis.warnings());
    warnings.addAll(words.warnings());
    warnings.addAll(made.warnings());
    return new NarratedVideo(
        Payloads.mapper()
            .readValue(fixture.store.read(words.transcript().orElseThrow()), Transcript.class),
        Payloads.mapper().readValue(fixture.store.read(made.cues()), Cues.class).cues(),
        new String(fixture.store.read(made.srt()), StandardCharsets.UTF_8),
        new String(fixture.store.read(made.vtt()), StandardCharsets.UTF_8),
        made.driftSeconds(),
        warnings);
  }
}
