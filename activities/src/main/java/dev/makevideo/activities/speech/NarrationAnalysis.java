package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found out of a narration: from the store, or now. Thread-safe. */
public final class NarrationAnalysis {
  private static final Logger log = LoggerFactory.getLogger(NarrationAnalysis.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final ArtifactStore store;
  private final Uploads uploads;
  private final Ffmpeg ffmpeg;
  private final AudioAnalyzer analyzer;

  public NarrationAnalysis(ArtifactStore store, Ffmpeg ffmpeg, ProcessRunner processes) {
    this.store = store;
    this.uploads = new Uploads(store);
    this.ffmpeg = ffmpeg;
    this.analyzer = new AudioAnalyzer(ffmpeg, processes);
  }

  /** The version of whatever finds it out: another may find something else. */
  public static String version() {
    return AudioAnalyzer.VERSION;
  }

  /**
   * The JSON object with the facts of a job's narration.
   *
   * @throws MediaUnusableException if it has no sound that can be decoded, or too much of it
   */
  public ObjectRef of(VideoRequest request, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    ActionKey key =
        ActionKey.of(
            "analysis", AudioAnalyzer.VERSION, ffmpeg.version(), request.narration().sha256());
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    activity.progress(0);
    SpeechFacts facts =
        analyzer.analyze(
            uploads.file(request.narration(), "narration", activity.scratch()),
            activity.scratch(),
            activity.stop());
    log.atInfo()
        .addKeyValue("duration_s", facts.duration())
        .addKeyValue("mean_volume_db", Math.round(facts.meanVolume()))
        .addKeyValue("stretches", facts.speech().size())
        .log("narration analyzed");
    return store.publish(key, mapper.writeValueAsBytes(facts));
  }

  /** What such an object says. */
  public SpeechFacts facts(ObjectRef speech) throws IOException {
    return mapper.readValue(store.read(speech), SpeechFacts.class);
  }
}
