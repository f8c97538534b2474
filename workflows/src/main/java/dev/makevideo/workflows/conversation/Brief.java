package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.ShotList;
import dev.makevideo.workflows.job.SourceChoice;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was gathered so far: the form of {@code POST /v1/videos} as it fills. Every text in it was
 * judged by the rules of its field.
 *
 * @param texts what was said, in the form's words; a script only if it was typed
 * @param narration absent: nothing was said of it
 * @param script an uploaded script
 * @param clipUrls an uploaded list of URLs
 * @param passed questions that were answered by "the default will do"
 */
public record Brief(
    Map<Field, String> texts,
    Optional<Narration> narration,
    Optional<ObjectRef> script,
    Optional<ObjectRef> clipUrls,
    Set<Field> passed) {
  /** Of which nothing was said. */
  public static final Brief EMPTY =
      new Brief(Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

  /** Copies in the order of the fields, so that every replay writes the same. */
  public Brief {
    Map<Field, String> ordered = new EnumMap<>(Field.class);
    ordered.putAll(texts);
    texts = Collections.unmodifiableMap(ordered);
    passed = passed.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(passed));
  }

  Optional<String> text(Field field) {
    return Optional.ofNullable(texts.get(field));
  }

  /** Whether something was said of a field, or that its default will do. */
  boolean isAnswered(Field field) {
    return switch (field) {
      case AUDIO -> narration.isPresent();
      case SCRIPT -> hasScript() || passed.contains(field);
      case QUERY -> texts.containsKey(field) || hasShots() || passed.contains(field);
      case SOURCES, SHARE_ALIKE -> texts.containsKey(field) || passed.contains(field) || hasClips();
      default -> texts.containsKey(field) || passed.contains(field);
    };
  }

  @JsonIgnore
  boolean hasScript() {
    return script.isPresent() || texts.containsKey(Field.SCRIPT);
  }

  private boolean hasShots() {
    return texts.containsKey(Field.SHOTS);
  }

  private boolean hasClips() {
    return clipUrls.isPresent() || texts.containsKey(Field.CLIPS_FOLDER);
  }

  /** Whether the narration is there. */
  @JsonIgnore
  boolean isHeard() {
    return narration.flatMap(Narration::audio).isPresent();
  }

  /** What the job looks for; none is proposed where nothing was said. */
  Phrases phrases() {
    String query = text(Field.QUERY).orElse("");
    String shots = text(Field.SHOTS).orElse("");
    if (query.isEmpty() && shots.isEmpty()) {
      return Phrases.PROPOSED;
    }
    return ShotList.read(ShotList.phrases(Field.QUERY.label(), query), shots);
  }

  SubtitleStyle style() {
    return SubtitleStyle.of(value(JobOption.SUBTITLES));
  }

  List<SourceName> sources() {
    return SourceChoice.order(value(JobOption.SOURCES));
  }

  /** What holds of an option: what was said, else its default. */
  public String value(JobOption option) {
    return text(Field.of(option)).orElse(option.otherwise());
  }

  /**
   * The request that it makes, without whose it is and where its objects lie.
   *
   * @param typed where a typed script was stored, if there is one
   * @throws IllegalArgumentException if the narration is not there, or as {@link VideoRequest}
   */
  VideoRequest.Builder request(Optional<ObjectRef> typed) {
    VideoRequest.Builder request = VideoRequest.builder();
    for (JobOption option : JobOption.values()) {
      text(Field.of(option)).ifPresent(text -> option.set(request, text));
    }
    Narration there =
        narration.orElseThrow(() -> new IllegalArgumentException("the narration is missing"));
    there.audio().ifPresent(request::narration);
    there.duration().ifPresent(request::narrationDuration);
    return request
        .phrases(phrases())
        .script(script.isPresent() ? script : typed)
        .clips(
            clipUrls
                .map(ClipSource::ofUrls)
                .or(() -> text(Field.CLIPS_FOLDER).map(ClipSource::ofFolder))
                .orElseGet(ClipSource::ofService));
  }

  /** With a text, or without one where it is absent. */
  Brief with(Field field, Optional<String> text) {
    Map<Field, String> changed = new EnumMap<>(Field.class);
    changed.putAll(texts);
    changed.remove(field);
    text.ifPresent(value -> changed.put(field, value));
    return new Brief(changed, narration, script, clipUrls, passed(field, false));
  }

  /** With the default for a field, by a user who was asked. */
  Brief passing(Field field) {
    Brief bare = with(field, Optional.empty());
    return new Brief(bare.texts, narration, script, clipUrls, passed(field, true));
  }

  Brief with(Narration value) {
    return new Brief(texts, Optional.of(value), script, clipUrls, passed);
  }

  Brief withoutNarration() {
    return new Brief(texts, Optional.empty(), script, clipUrls, passed);
  }

  /** With an uploaded script, or without one. */
  Brief withScript(Optional<ObjectRef> object) {
    Brief bare = with(Field.SCRIPT, Optional.empty());
    return new Brief(bare.texts, narration, object, clipUrls, bare.passed);
  }

  /** With an uploaded list of URLs, or without one. */
  Brief withClipUrls(Optional<ObjectRef> object) {
    return new Brief(texts, narration, script, object, passed);
  }

  private Set<Field> passed(Field field, boolean is) {
    Set<Field> changed = EnumSet.noneOf(Field.class);
    changed.addAll(passed);
    if (is) {
      changed.add(field);
    } else {
      changed.remove(field);
    }
    return changed;
  }
}
