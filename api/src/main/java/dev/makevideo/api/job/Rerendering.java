package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.resumable.FinishedUploads;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the request of a job that is made from a finished one. Thread-safe. */
final class Rerendering {
  private final ArtifactStore store;
  private final JobRetry originals;
  private final OrderReader orders;
  private final FinishedUploads uploads;

  /**
   * @param request what the new job is to make
   * @param lineage what it keeps and what it does anew
   * @param notes for its client
   */
  record Made(VideoRequest request, Lineage lineage, List<String> notes) {}

  Rerendering(
      ArtifactStore store, JobRetry originals, OrderReader orders, FinishedUploads uploads) {
    this.store = store;
    this.originals = originals;
    this.orders = orders;
    this.uploads = uploads;
  }

  /**
   * The new job's request.
   *
   * @throws ProblemException with 409 if the parent is not completed, with 410 if its narration is
   *     gone, or the clips of which some are to be replaced, with 422 naming field and value if
   *     something is not allowed
   */
  Made make(JobLookup.Job parent, RerenderOrder order, String correlationId, Shelf shelf)
      throws IOException {
    VideoResult result = result(parent);
    VideoRequest before = originals.original(parent);
    LeftWork left = LeftWork.of(result, store);
    List<UploadedClips.Item> own = new ArrayList<>();
    for (String id : order.uploads()) {
      own.add(uploads.clip(before.tenant(), id, RerenderOrder.CLIPS, true));
    }
    List<Integer> replaced = replaced(order, left, own.size(), before);
    VideoRequest.Builder builder = copy(before, correlationId);
    Optional<Music> music = music(order, before);
    builder.music(music);
    Upload form = form(order, before);
    OrderReader.requireMusic(new OrderReader.Form(form, FormShape.V1), music.isPresent());
    for (JobOption option : JobOption.values()) {
      new OrderReader.Form(form, FormShape.V1).read(option, builder);
    }
    left.groundwork().ifPresent(known -> builder.searched(known.query(), known.phrases()));
    VideoRequest plain = builder.build();
    boolean keepsWords =
        plain.language().equals(before.language())
            && plain.keepScript().equals(before.keepScript());
    requireCaptions(order, result, plain, keepsWords);
    boolean words = keepsWords && left.words();
    if (!words) {
      Phrases phrases =
          plain.phrases().orElseGet(() -> new Phrases(List.of(plain.query()), 1, List.of()));
      orders.requireWords(
          new OrderReader.Form(form, FormShape.V1), plain.script().isPresent(), phrases);
    }
    Optional<ObjectRef> list =
        own.isEmpty()
            ? Optional.empty()
            : Optional.of(shelf.text(Payloads.mapper().writeValueAsString(new UploadedClips(own))));
    VideoRequest request =
        builder
            .rerender(
                new Rerender(
                    parent.id(), left.object(), keepsWords, order.captions(), replaced, list))
            .build();
    return new Reuse(request, left, replaced, own.size(), words).made();
  }

  /** There is a job of this order. */
  void started(String tenant, RerenderOrder order) {
    uploads.use(tenant, order.named());
  }

  /** What it plays now, as loud as before unless a level is said. */
  private Optional<Music> music(RerenderOrder order, VideoRequest before) throws IOException {
    if (order.music().isEmpty()) {
      originals.requireMusic(before);
      return before.music();
    }
    String id = order.music().get();
    if (id.equals(RerenderOrder.NONE)) {
      return Optional.empty();
    }
    FinishedUploads.Tune tune = uploads.music(before.tenant(), id, RerenderOrder.MUSIC, true);
    int volume = before.music().map(Music::volume).orElse(Music.VOLUME);
    return Optional.of(new Music(tune.object(), tune.name(), volume));
  }

  private static VideoResult result(JobLookup.Job parent) {
    if (parent.status() != JobStatus.COMPLETED) {
      String what =
          parent.isOpen()
              ? "wait until it is completed, or cancel it and send another"
              : "retry it (POST …/retry), or send another";
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The job is "
              + parent.status().label()
              + ", and only a completed one can be rerendered: "
              + what
              + ".");
    }
    return JobFiles.result(parent);
  }

  private static VideoRequest.Builder copy(VideoRequest before, String correlationId) {
    return VideoRequest.builder()
        .storeId(before.storeId())
        .tenant(before.tenant())
        .correlationId(correlationId)
        .searched(before.query(), before.phrases())
        .narration(before.narration())
        .narrationDuration(before.narrationDuration())
        .script(before.script())
        .clips(before.clips())
        .maxShorts(before.maxShorts())
        .aspectRatio(before.aspectRatio())
        .cropPosition(before.cropPosition())
        .subtitleStyle(before.subtitleStyle())
        .language(before.language())
        .checkText(before.checkText())
        .quality(before.quality())
        .keepScript(before.keepsScript())
        .sources(before.sourceChoice().order())
        .shareAlike(before.sourceChoice().shareAlike());
  }

  /** As a form would say it, with the style that it does not say. */
  private static Upload form(RerenderOrder order, VideoRequest before) {
    Map<Field, String> texts = new EnumMap<>(Field.class);
    texts.put(Field.SUBTITLES, before.subtitleStyle().label());
    texts.putAll(order.options());
    return new Upload(
        texts,
        Optional.empty(),
        before.narration(),
        before.narrationDuration(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Integer> replaced(
      RerenderOrder order, LeftWork left, int own, VideoRequest before) {
    if (order.replaceClips().isEmpty() && own == 0) {
      return List.of();
    }
    if (own > order.replaceClips().size()) {
      throw ProblemException.value(
          RerenderOrder.CLIPS,
          own + " uploads",
          "clips has "
              + own
              + " uploads, and replace_clips names "
              + order.replaceClips().size()
              + " clips; each upload takes the place of one.");
    }
    if (left.candidates().isEmpty()) {
      throw new ProblemException(
              ProblemType.GONE,
              "Which clips the video has is known no longer: leave replace_clips out, and clips are"
                  + " looked for again.",
              RerenderOrder.REPLACE_CLIPS)
          .withValue(order.replaceClips().toString());
    }
    List<Integer> clips = order.replaceClips().stream().map(left::clip).toList();
    Set<Integer> seen = new HashSet<>();
    for (int clip : clips) {
      if (!seen.add(clip)) {
        throw ProblemException.value(
            RerenderOrder.REPLACE_CLIPS,
            Integer.toString(clip),
            "replace_clips names clip " + clip + " twice.");
      }
    }
    boolean enough =
        left.groundwork()
            .filter(known -> known.suffices(before.narrationDuration(), clips))
            .isPresent();
    if (!enough && own < clips.size() && left.untried() == 0) {
      throw ProblemException.value(
          RerenderOrder.REPLACE_CLIPS,
          order.replaceClips().toString(),
          "No other candidate is left that could take the place of these clips: upload clips of"
              + " your own and name them as clips.");
    }
    return clips;
  }

  private void requireCaptions(
      RerenderOrder order, VideoResult result, VideoRequest request, boolean keepsWords)
      throws IOException {
    if (order.captions().isEmpty()) {
      return;
    }
    if (request.subtitleStyle() == SubtitleStyle.NONE || result.srt().isEmpty()) {
      throw ProblemException.value(
          RerenderOrder.CAPTIONS,
          null,
          result.srt().isEmpty()
              ? "The video has no captions that could be corrected: rerender it with captions first."
              : "Captions cannot be corrected where subtitles is none.");
    }
    if (!keepsWords) {
      throw ProblemException.value(
          RerenderOrder.CAPTIONS,
          null,
          "With another language or keep_script there are other captions: rerender it with that"
              + " first, then correct what they say.");
    }
    int most;
    try {
      most = SubRip.read(new String(store.read(result.srt().get()), StandardCharsets.UTF_8)).size();
    } catch (MissingObjectException e) {
      return; // how many there are is known no longer; what does not exist is left out
    }
    order.captions().stream()
        .filter(caption -> caption.index() > most)
        .findFirst()
        .ifPresent(
            caption -> {
              throw ProblemException.value(
                  RerenderOrder.CAPTIONS,
                  Integer.toString(caption.index()),
                  "captions names caption " + caption.index() + "; allowed: 1 to " + most + ".");
            });
  }
}
