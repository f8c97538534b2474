package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.RequestRules;
import dev.makevideo.workflows.job.ShotList;
import dev.makevideo.workflows.job.SourceChoice;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts answers into a brief, each judged by the rules of its field first. One that is refused
 * changes nothing. For one turn.
 */
final class BriefEditor {
  private final Abilities abilities;
  private final Tongue tongue;
  private final List<Field> changed = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private Brief brief;

  /**
   * An answer that is not allowed.
   *
   * @param why a sentence in the user's tongue
   */
  record Refusal(Field field, String why) {}

  BriefEditor(Brief brief, Abilities abilities, Tongue tongue) {
    this.brief = brief;
    this.abilities = abilities;
    this.tongue = tongue;
  }

  Brief brief() {
    return brief;
  }

  /** The fields that answers were taken for, each once. */
  List<Field> changed() {
    return List.copyOf(changed);
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  void attach(Attachment attachment) {
    switch (attachment.field()) {
      case AUDIO -> {
        Duration duration = attachment.duration().orElse(Duration.ZERO);
        if (isAllowed(duration)) {
          take(Field.AUDIO, brief.with(new Narration(attachment.object(), attachment.duration())));
        } else {
          refuse(Field.AUDIO, duration.toSeconds() + " s");
        }
      }
      case SCRIPT -> take(Field.SCRIPT, brief.withScript(attachment.object()));
      case CLIPS_URLS ->
          take(
              Field.CLIPS_URLS,
              brief.with(Field.CLIPS_FOLDER, Optional.empty()).withClipUrls(attachment.object()));
      default ->
          take(
              Field.CLIPS_FOLDER,
              brief.withClipUrls(Optional.empty()).with(Field.CLIPS_FOLDER, attachment.folder()));
    }
  }

  /** Whether an answer is allowed and would change the brief. Changes nothing. */
  boolean wouldTake(Answer answer) {
    BriefEditor trial = new BriefEditor(brief, abilities, tongue);
    trial.apply(answer);
    return trial.refusals.isEmpty() && !trial.brief.equals(brief);
  }

  void apply(Answer answer) {
    switch (answer.how()) {
      case SET -> set(answer.field(), answer.value().strip());
      case NONE -> none(answer.field());
      case PASS -> pass(answer.field());
      case LATER -> later(Optional.empty());
    }
  }

  private void set(Field field, String value) {
    switch (field) {
      case AUDIO -> planned(value);
      case QUERY -> phrases(field, value, brief.text(Field.SHOTS).orElse(""), value);
      case SHOTS -> phrases(field, brief.text(Field.QUERY).orElse(""), value, value);
      case SCRIPT -> take(field, brief.withScript(Optional.empty()).with(field, said(value)));
      case CLIPS_FOLDER, CLIPS_URLS, MUSIC, MUSIC_VOLUME -> refuse(field, value);
      default -> field.option().ifPresent(option -> option(field, option, value));
    }
  }

  private static Optional<String> said(String value) {
    return Optional.of(value).filter(text -> !text.isBlank());
  }

  private void option(Field field, JobOption option, String value) {
    try {
      option.set(VideoRequest.builder(), value);
    } catch (IllegalArgumentException e) {
      refuse(field, value);
      return;
    }
    Optional<Lack> lack = field == Field.SOURCES ? sourceLack(value) : Optional.empty();
    if (lack.isPresent()) {
      refusals.add(new Refusal(field, lack.get().words(tongue)));
    } else {
      take(field, brief.with(field, said(value)));
    }
  }

  private Optional<Lack> sourceLack(String value) {
    return RequestRules.sources(
            SourceChoice.order(value),
            brief.text(Field.CLIPS_FOLDER).isPresent(),
            brief.clipUrls().isPresent(),
            abilities::missing)
        .map(Lack::ofSource);
  }

  private void phrases(Field field, String query, String shots, String value) {
    try {
      List<String> general = ShotList.phrases(FieldWords.name(Field.QUERY, tongue), query);
      Phrases phrases = ShotList.read(general, shots);
      Optional<String> objection =
          brief
              .narration()
              .filter(n -> n.audio().isPresent())
              .flatMap(Narration::duration)
              .flatMap(phrases::objection);
      if (phrases.isProposed()) {
        refuse(field, value);
      } else if (objection.isPresent()) {
        refuse(field, value, objection.get());
      } else {
        String kept = field == Field.QUERY ? String.join("\n", general) : value;
        take(field, brief.with(field, Optional.of(kept)));
      }
    } catch (IllegalArgumentException e) {
      refuse(field, value, String.valueOf(e.getMessage()));
    }
  }

  private void planned(String seconds) {
    Duration length =
        seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    if (!isAllowed(length)) {
      refuse(Field.AUDIO, seconds + " s");
    } else if (!brief.isHeard()) {
      later(Optional.of(length));
    }
  }

  /** Whether a narration may be so long. */
  static boolean isAllowed(Duration narration) {
    return !narration.isZero() && narration.compareTo(VideoRequest.MAX_NARRATION) <= 0;
  }

  private void later(Optional<Duration> planned) {
    Optional<Duration> before =
        brief.isHeard() ? Optional.empty() : brief.narration().flatMap(Narration::duration);
    take(Field.AUDIO, brief.with(Narration.toBeRecorded(planned.or(() -> before))));
  }

  private void none(Field field) {
    switch (field) {
      case SUBTITLES, APPROVE -> set(field, "none");
      case PRIORITY -> set(field, "normal");
      case SHARE_ALIKE, CHECK_TEXT, KEEP_SCRIPT -> set(field, "false");
      case SCRIPT -> take(field, brief.withScript(Optional.empty()).passing(field));
      case SHOTS -> take(field, brief.passing(field));
      case QUERY,
          CLIPS_FOLDER,
          MAX_SHORTS,
          ASPECT_RATIO,
          CROP_POSITION,
          LANGUAGE,
          QUALITY,
          SOURCES ->
          take(field, brief.with(field, Optional.empty()));
      case CLIPS_URLS -> take(field, brief.withClipUrls(Optional.empty()));
      case MUSIC, MUSIC_VOLUME -> {
        // it is never in a brief
      }
      case AUDIO -> take(field, brief.withoutNarration());
    }
  }

  private void pass(Field field) {
    Brief passed = brief.passing(field);
    Optional<RequestRules.WordsLack> lack =
        field == Field.QUERY
            ? RequestRules.words(
                passed.phrases(), passed.style(), passed.hasScript(), abilities.hears())
            : Optional.empty();
    if (lack.filter(l -> l == RequestRules.WordsLack.PHRASES).isPresent()) {
      Lack.of(passed, abilities).stream()
          .filter(l -> l.field() == field)
          .forEach(l -> refusals.add(new Refusal(field, l.words(tongue))));
    } else if (field == Field.AUDIO) {
      later(Optional.empty());
    } else if (field == Field.SCRIPT) {
      none(field);
    } else {
      take(field, passed);
    }
  }

  private void take(Field field, Brief next) {
    brief = next;
    changed.remove(field);
    changed.add(field);
  }

  private void refuse(Field field, String value) {
    refusals.add(
        new Refusal(
            field,
            tongue
                .pick("%s cannot be \"%s\"; allowed: %s.", "%s não pode ser \"%s\"; vale: %s.")
                .formatted(
                    Wording.begun(FieldWords.name(field, tongue)),
                    Wording.shown(value),
                    FieldWords.allowed(field, tongue))));
  }

  /** The rule's own words are English: they name lines and figures. */
  private void refuse(Field field, String value, String why) {
    refuse(field, value);
    Refusal last = refusals.remove(refusals.size() - 1);
    refusals.add(new Refusal(field, last.why() + " (" + Wording.shown(why) + ")"));
  }
}
