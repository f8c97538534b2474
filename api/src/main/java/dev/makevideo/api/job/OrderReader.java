package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.upload.Field;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.CropPosition;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Turns a form into the request of a workflow: checks every value, and that what the job would need
 * is configured, before anything is stored. Thread-safe.
 */
final class OrderReader {
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
  private static final String DEFAULT_LANGUAGE = "en";

  private final ArtifactStore store;
  private final ServiceSettings services;
  private final ClipsField clips;

  OrderReader(ArtifactStore store, ServiceSettings services) {
    this.store = store;
    this.services = services;
    this.clips = new ClipsField(store, services);
  }

  /**
   * The request; its narration, script and list of URLs are in the store.
   *
   * @throws ProblemException naming the field and its value
   */
  VideoRequest read(Upload upload, FormShape shape, String tenant, String correlationId)
      throws IOException {
    Form form = new Form(upload, shape);
    String query = query(form);
    int maxShorts = maxShorts(form);
    AspectRatio ratio =
        form.of(
            Field.ASPECT_RATIO, AspectRatio.PORTRAIT_9_16, AspectRatio::of, AspectRatio.labels());
    CropPosition crop =
        form.of(Field.CROP_POSITION, CropPosition.CENTER, CropPosition::of, CropPosition.labels());
    SubtitleStyle style =
        form.of(Field.SUBTITLES, SubtitleStyle.BOLD, SubtitleStyle::of, SubtitleStyle.labels());
    RenderQuality quality =
        form.of(Field.QUALITY, RenderQuality.STANDARD, RenderQuality::of, RenderQuality.labels());
    String language =
        form.of(
            Field.LANGUAGE,
            DEFAULT_LANGUAGE,
            OrderReader::language,
            "a BCP 47 tag such as en or pt-BR");
    boolean checkText = form.of(Field.CHECK_TEXT, true, OrderReader::flag, "true, false");
    Optional<String> script = upload.text(Field.SCRIPT).map(OrderReader::script);
    script = script.filter(text -> !text.isBlank());
    requireWords(form, script, style);
    ClipsField.Choice choice = clips.choose(form);

    ObjectRef narration = store.adopt(upload.audio(), upload.object());
    Optional<ObjectRef> words =
        script.isPresent()
            ? Optional.of(store.put(script.get().getBytes(StandardCharsets.UTF_8)))
            : Optional.empty();
    return new VideoRequest(
        store.id(),
        tenant,
        correlationId,
        query,
        narration,
        upload.duration(),
        words,
        clips.store(choice),
        maxShorts,
        ratio,
        crop,
        style,
        language,
        checkText,
        quality);
  }

  private static String query(Form form) {
    String query = form.upload().text(Field.QUERY).map(String::strip).orElse("");
    if (query.isEmpty() || query.length() > VideoRequest.MAX_QUERY) {
      throw form.problem(
          Field.QUERY,
          query,
          form.name(Field.QUERY)
              + " must have 1 to "
              + VideoRequest.MAX_QUERY
              + " characters, and has "
              + query.length());
    }
    return query;
  }

  private static int maxShorts(Form form) {
    return form.of(
        Field.MAX_SHORTS,
        VideoRequest.DEFAULT_SHORTS,
        OrderReader::number,
        "a whole number from 1 to " + VideoRequest.MAX_SHORTS);
  }

  private static int number(String text) {
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > VideoRequest.MAX_SHORTS) {
      throw new IllegalArgumentException("max_shorts is \"" + text + "\"");
    }
    return number;
  }

  private static String language(String tag) {
    if (!LANGUAGE.matcher(tag).matches()) {
      throw new IllegalArgumentException("language is \"" + tag + "\"");
    }
    return tag;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("a flag is \"" + text + "\"");
    };
  }

  private static String script(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Captions need words from somewhere: better to say so now than after the downloads. */
  private void requireWords(Form form, Optional<String> script, SubtitleStyle style) {
    if (style == SubtitleStyle.NONE
        || script.isPresent()
        || services.transcriberUrl().isPresent()) {
      return;
    }
    String giveScript =
        form.shape().has(Field.SCRIPT)
            ? "send the spoken text as " + form.name(Field.SCRIPT)
            : "send the spoken text as the script of POST /v1/videos";
    throw form.problem(
        Field.SUBTITLES,
        style.label(),
        "No transcription service is configured, so there are no words for subtitles: "
            + giveScript
            + ", or set "
            + form.name(Field.SUBTITLES)
            + "=none, or set AUDIO_TRANSCRIBER_URL and restart.");
  }

  /** The form with its names. */
  record Form(Upload upload, FormShape shape) {
    String name(Field field) {
      return shape.name(field);
    }

    /**
     * The parsed value, or what stands for an absent one.
     *
     * @param allowed what may stand there, for the message
     */
    <T> T of(Field field, T otherwise, Function<String, T> parser, String allowed) {
      Optional<String> text = upload.text(field).map(String::strip);
      if (text.isEmpty()) {
        return otherwise;
      }
      try {
        return parser.apply(text.get());
      } catch (IllegalArgumentException e) {
        // The parsers know the workflow's names of things, and not those of this form.
        String shown = ProblemException.shortened(text.get());
        throw problem(
            field, text.get(), name(field) + " is \"" + shown + "\"; allowed: " + allowed + ".");
      }
    }

    ProblemException problem(Field field, String value, String detail) {
      return ProblemException.value(name(field), value, detail);
    }
  }
}
