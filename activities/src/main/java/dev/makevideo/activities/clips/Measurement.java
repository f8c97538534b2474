package dev.makevideo.activities.clips;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures clips, each once for all jobs. */
final class Measurement {
  private static final Logger log = LoggerFactory.getLogger(Measurement.class);

  /**
   * Changes when what is measured, or how, changes. Raised last because verdicts that a busy host
   * had caused were among the older ones.
   */
  private static final String VERSION = "v3";

  private final ArtifactStore store;
  private final ClipMeter meter;
  private final ObjectMapper mapper = Payloads.mapper();

  Measurement(ArtifactStore store, ClipMeter meter) {
    this.store = store;
    this.meter = meter;
  }

  /**
   * What is stored: the size, or why the file is unusable.
   *
   * @param facts all that the headers say; absent in what an earlier version stored
   */
  record Measured(Optional<ClipSize> size, Optional<String> unusable, Optional<ClipFacts> facts) {
    Measured {
      facts = facts == null ? Optional.empty() : facts;
    }

    Clip clip(ClipSize measured, ObjectRef object, String name) {
      Clip clip =
          Clip.whole(object, name, measured.duration(), measured.width(), measured.height());
      return facts.map(clip::with).orElse(clip);
    }
  }

  /**
   * The clip that a file is, or its rejection; failed, to be tried again, if this host could not
   * tell.
   *
   * @param folder a scratch folder
   * @throws dev.makevideo.platform.storage.MissingObjectException if the object is gone
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   * @throws ProcessStoppedException if the signal was set
   */
  CallResult<Clip> clip(ObjectRef object, String name, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    ActionKey key = ActionKey.of("measure", VERSION, object.sha256());
    Path file = store.file(object, folder);
    Optional<Measured> known = store.find(key).flatMap(this::read);
    Measured measured;
    if (known.isPresent()) {
      measured = known.get();
    } else {
      try {
        measured = measure(file, stop);
      } catch (ProcessStoppedException | StoreFullException e) {
        throw e;
      } catch (IOException e) {
        // Nothing is kept: another host, or this one when it is less busy, may tell.
        log.atWarn()
            .addKeyValue("object", object.shortName())
            .setCause(e)
            .log("clip could not be measured");
        boolean plain = e instanceof ProcessTimeoutException || e instanceof HostExhaustedException;
        return new CallResult.Failed<>(
            "it could not be measured on this host" + (plain ? ": " + e.getMessage() : ""));
      }
      store.publish(key, mapper.writeValueAsBytes(measured));
    }
    String reason = measured.unusable().orElse("it is not a video that can be opened");
    return measured
        .size()
        .<CallResult<Clip>>map(s -> new CallResult.Ok<>(measured.clip(s, object, name)))
        .orElseGet(() -> unusable(reason));
  }

  private Measured measure(Path file, StopSignal stop) throws IOException, InterruptedException {
    try {
      ClipFacts facts = meter.measure(file, stop);
      ClipSize size = new ClipSize(facts.duration(), facts.width(), facts.height());
      return new Measured(Optional.of(size), Optional.empty(), Optional.of(facts));
    } catch (MediaUnusableException e) {
      return new Measured(Optional.empty(), Optional.of(e.reason()), Optional.empty());
    }
  }

  private Optional<Measured> read(ObjectRef measured) {
    try {
      return Optional.of(mapper.readValue(store.read(measured), Measured.class));
    } catch (IOException e) {
      return Optional.empty(); // lost or odd: measured again
    }
  }

  private static CallResult<Clip> unusable(String reason) {
    return new CallResult.Rejected<>(Rejection.of(Reason.UNUSABLE, reason));
  }
}
