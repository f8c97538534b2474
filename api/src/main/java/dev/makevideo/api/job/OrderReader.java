package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.RequestRules;
import dev.makevideo.workflows.job.ShotList;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a form into the request of a workflow: checks every value, and that what the job would need
 * is configured, before anything is stored. Thread-safe.
 */
final class OrderReader {
  private final ArtifactStore store;
  private final ServiceSettings services;
  private final SpeechSettings speech;
  private final ClipsField clips;

  OrderReader(ArtifactStore store, ServiceSettings services, SpeechSettings speech) {
    this.speech = speech;
    this.store = store;
    this.services = services;
    this.clips = new ClipsField(services);
  }

  /**
   * The request; its narration, script and list of URLs are in the store.
   *
   * @throws ProblemException naming the field and its value
   */
  VideoRequest read(Upload upload, FormShape shape, String tenant, String correlationId)
      throws IOException {
    return read(upload, shape, tenant, correlationId, Shelf.in(store));
  }

  /** As {@link #read}, and nothing is stored. */
  VideoRequest check(Upload upload, FormShape shape, String tenant, String correlationId)
      throws IOException {
    return read(upload, shape, tenant, correlationId, Shelf.none());
  }

  private VideoRequest read(
      Upload upload, FormShape shape, String tenant, String correlationId, Shelf shelf)
      throws IOException {
    Form form = new Form(upload, shape);
    Phrases phrases = phrases(form);
    VideoRequest.Builder request = VideoRequest.builder();
    for (JobOption option : JobOption.values()) {
      form.read(option, request);
    }
    Optional<String> script = upload.text(Field.SCRIPT).map(OrderReader::script);
    script = script.filter(text -> !text.isBlank());
    requireWords(form, script.isPresent(), phrases);
    requireMusic(form, upload.music().isPresent());
    ClipsField.Choice choice = clips.choose(form);

    ObjectRef narration = shelf.narration(upload);
    Optional<ObjectRef> words =
        script.isPresent() ? Optional.of(shelf.text(script.get())) : Optional.empty();
    if (upload.music().isPresent()) {
      Upload.Tune tune = upload.music().get();
      request.music(Optional.of(new Music(shelf.music(tune), tune.name(), Music.VOLUME)));
    }
    return built(
        form,
        request
            .storeId(store.id())
            .tenant(tenant)
            .correlationId(correlationId)
            .phrases(phrases)
            .narration(narration)
            .narrationDuration(upload.duration())
            .script(words)
            .clips(ClipsField.put(choice, shelf)));
  }

  /** A shot list may not fit the narration. */
  private static VideoRequest built(Form form, VideoRequest.Builder request) {
    try {
      return request.build();
    } catch (IllegalArgumentException e) {
      throw form.problem(
          Field.SHOTS, form.upload().text(Field.SHOTS).orElse(""), sentence(e.getMessage()));
    }
  }

  private static String sentence(@Nullable String part) {
    String text = String.valueOf(part);
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static Phrases phrases(Form form) {
    Optional<String> query = form.upload().text(Field.QUERY);
    Optional<String> shots = form.upload().text(Field.SHOTS).filter(list -> !list.isBlank());
    if (shots.isEmpty() && query.isEmpty() && form.shape().has(Field.SHOTS)) {
      return Phrases.PROPOSED;
    }
    if (shots.isEmpty() && query.orElse("").isBlank()) {
      throw refused(
          form,
          Field.QUERY,
          form.name(Field.QUERY)
              + " must have 1 to "
              + VideoRequest.MAX_QUERY
              + " characters, and has 0");
    }
    List<String> general;
    try {
      general = ShotList.phrases(form.name(Field.QUERY), query.orElse(""));
    } catch (IllegalArgumentException e) {
      throw refused(form, Field.QUERY, String.valueOf(e.getMessage()));
    }
    try {
      return ShotList.read(general, shots.orElse(""));
    } catch (IllegalArgumentException e) {
      Field field = shots.isPresent() ? Field.SHOTS : Field.QUERY;
      throw refused(form, field, sentence(e.getMessage()));
    }
  }

  private static ProblemException refused(Form form, Field field, String detail) {
    return form.problem(field, form.upload().text(field).orElse("").strip(), detail);
  }

  private static String script(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** A level of nothing would be lost without a word. */
  static void requireMusic(Form form, boolean music) {
    Optional<String> volume = form.upload().text(Field.MUSIC_VOLUME).map(String::strip);
    if (!music && volume.filter(v -> !v.equals(JobOption.MUSIC_VOLUME.otherwise())).isPresent()) {
      throw form.problem(
          Field.MUSIC_VOLUME,
          volume.get(),
          form.name(Field.MUSIC_VOLUME)
              + " is "
              + volume.get()
              + ", and there is no music: send it as "
              + form.name(Field.MUSIC)
              + ".");
    }
  }

  /** Captions need words from somewhere: better to say so now than after the downloads. */
  void requireWords(Form form, boolean script, Phrases phrases) {
    String style =
        form.upload()
            .text(Field.SUBTITLES)
            .map(String::strip)
            .orElse(JobOption.SUBTITLES.otherwise());
    boolean heard = services.transcriberUrl().isPresent() || speech.wanted();
    Optional<RequestRules.WordsLack> lack =
        RequestRules.words(phrases, SubtitleStyle.of(style), script, heard);
    if (lack.isPresent()) {
      throw wordless(form, lack.get(), style);
    }
  }

  private static ProblemException wordless(Form form, RequestRules.WordsLack lack, String style) {
    return switch (lack) {
      case PARAGRAPHS ->
          form.problem(
              Field.SHOTS,
              form.upload().text(Field.SHOTS).orElse(""),
              "The shot list names paragraphs, and there is no script: send it as "
                  + form.name(Field.SCRIPT)
                  + ", or name times.");
      case PHRASES ->
          form.problem(
              Field.QUERY,
              "",
              "Speech recognition is off and no service is configured, so the narration cannot say"
                  + " what clips are looked for: send "
                  + form.name(Field.QUERY)
                  + ", or the spoken text as "
                  + form.name(Field.SCRIPT)
                  + ".");
      case CAPTIONS ->
          form.problem(
              Field.SUBTITLES,
              style,
              "Speech recognition is off and no service is configured, so there are no words for"
                  + " subtitles: send the spoken text as "
                  + (form.shape().has(Field.SCRIPT)
                      ? form.name(Field.SCRIPT)
                      : "the script of POST /v1/videos")
                  + ", or set "
                  + form.name(Field.SUBTITLES)
                  + "=none, or set MAKE_VIDEO_SPEECH_MODEL or AUDIO_TRANSCRIBER_URL and restart.");
    };
  }

  /** The form with its names. */
  record Form(Upload upload, FormShape shape) {
    String name(Field field) {
      return shape.name(field);
    }

    /**
     * Takes an option over, if it was sent.
     *
     * @throws ProblemException with what is allowed
     */
    void read(JobOption option, VideoRequest.Builder request) {
      Field field = Field.of(option);
      Optional<String> text = upload.text(field).map(String::strip);
      if (text.isEmpty()) {
        return;
      }
      try {
        option.set(request, text.get());
      } catch (IllegalArgumentException e) {
        // The parsers know the workflow's names of things, and not those of this form.
        String shown = ProblemException.shortened(text.get());
        throw problem(
                field,
                text.get(),
                name(field) + " is \"" + shown + "\"; allowed: " + option.allowed() + ".")
            .withLimit(option.allowed());
      }
    }

    ProblemException problem(Field field, String value, String detail) {
      return ProblemException.value(name(field), value, detail);
    }
  }
}
