package dev.makevideo.workflows.job;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The closed list of what a user may choose for a job, with name, bounds, default and words. The
 * API's form is read by it and the command line is made of it; {@code openapi.yaml}, the web page
 * and the README are held to it by tests.
 *
 * <p>What is added later is an {@link java.util.Optional} in {@link VideoRequest}, absent unless it
 * was asked for: so a request that does not use it stays the same request for an Idempotency-Key.
 * It needs a choice such as {@code none} that means absence. Files and free text are no options but
 * fields of their own, as the script is. What changes picture or sound must be in the keys of what
 * is stored ({@code RenderKeys}).
 */
public enum JobOption {
  MAX_SHORTS(
      CommandLineForm.value("--max-shorts", "N"),
      "how many clips may be examined",
      Integer.toString(VideoRequest.DEFAULT_SHORTS),
      List.of(),
      "a whole number from 1 to " + VideoRequest.MAX_SHORTS,
      (request, text) -> request.maxShorts(wholeNumber(text))),
  ASPECT_RATIO(
      CommandLineForm.value("--aspect", "W:H"),
      "the shape of the picture",
      AspectRatio.PORTRAIT_9_16.label(),
      labels(AspectRatio.values(), AspectRatio::label),
      (request, text) -> request.aspectRatio(AspectRatio.of(text))),
  CROP_POSITION(
      CommandLineForm.value("--crop", "WHERE"),
      "which part of a clip is kept",
      CropPosition.CENTER.label(),
      labels(CropPosition.values(), CropPosition::label),
      (request, text) -> request.cropPosition(CropPosition.of(text))),
  SUBTITLES(
      CommandLineForm.value("--subtitles", "STYLE|files|none"),
      "how captions look (files: only beside the video)",
      SubtitleStyle.BOLD.label(),
      labels(SubtitleStyle.values(), SubtitleStyle::label),
      (request, text) -> request.subtitleStyle(SubtitleStyle.of(text))),
  LANGUAGE(
      CommandLineForm.value("--language", "CODE"),
      "the narration's language",
      "en",
      List.of(),
      "a BCP 47 tag such as en or pt-BR",
      (request, text) -> request.language(languageTag(text))),
  CHECK_TEXT(
      CommandLineForm.flag("--no-ocr", "false", "Keep clips with text burned in."),
      "whether clips with burned-in text are rejected",
      "true",
      List.of("true", "false"),
      (request, text) -> request.checkText(flag(text))),
  QUALITY(
      CommandLineForm.flag("--draft", "draft", "Half size and fast, to try things out."),
      "how much work goes into the picture; a draft has half the size",
      RenderQuality.STANDARD.label(),
      labels(RenderQuality.values(), RenderQuality::label),
      (request, text) -> request.quality(RenderQuality.of(text))),
  KEEP_SCRIPT(
      CommandLineForm.flag("--keep-script", "true", "Show all of the script, heard or not."),
      "whether sentences of the script are shown that are not heard",
      "false",
      List.of("false", "true"),
      (request, text) -> request.keepScript(flag(text))),
  SOURCES(
      CommandLineForm.value("--sources", "LIST"),
      "where clips are looked for, in this order (yt-dlp: the site's terms of use are yours to keep)",
      SourceChoice.DEFAULT,
      List.of(),
      "default, or with commas between them some of " + SourceName.labels(),
      (request, text) -> request.sources(SourceChoice.order(text))),
  SHARE_ALIKE(
      CommandLineForm.flag(
          "--share-alike", "true", "Use clips whose licence the video must then have, too."),
      "whether clips are used whose licence the video must then have",
      "false",
      List.of("false", "true"),
      (request, text) -> request.shareAlike(flag(text))),
  APPROVE(
      CommandLineForm.value("--approve", "WHAT"),
      "what a person approves before the video is rendered",
      Approval.NONE.label(),
      labels(Approval.values(), Approval::label),
      (request, text) -> request.approve(Approval.of(text))),
  PRIORITY(
      CommandLineForm.value("--priority", "WHICH"),
      "whose work goes first where work waits",
      JobPriority.NORMAL.label(),
      labels(JobPriority.values(), JobPriority::label),
      (request, text) -> request.priority(JobPriority.of(text))),
  MUSIC_VOLUME(
      CommandLineForm.value("--music-volume", "DB"),
      "how loud music is under the voice, in dB relative to it",
      Integer.toString(Music.VOLUME),
      List.of(),
      "a whole number from " + Music.QUIETEST + " to " + Music.LOUDEST,
      (request, text) -> request.musicVolume(decibels(text)));

  /**
   * What may be other in a video that is made from a finished one; the rest is about which clips
   * there are. In order, and unmodifiable.
   */
  public static final Set<JobOption> OF_A_RERENDER =
      Collections.unmodifiableSet(
          EnumSet.of(
              ASPECT_RATIO,
              CROP_POSITION,
              SUBTITLES,
              LANGUAGE,
              QUALITY,
              KEEP_SCRIPT,
              PRIORITY,
              MUSIC_VOLUME));

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

  private final CommandLineForm commandLine;
  private final String words;
  private final String otherwise;
  private final List<String> choices;
  private final String allowed;
  private final BiConsumer<VideoRequest.Builder, String> setter;

  JobOption(
      CommandLineForm commandLine,
      String words,
      String otherwise,
      List<String> choices,
      BiConsumer<VideoRequest.Builder, String> setter) {
    this(commandLine, words, otherwise, choices, String.join(", ", choices), setter);
  }

  JobOption(
      CommandLineForm commandLine,
      String words,
      String otherwise,
      List<String> choices,
      String allowed,
      BiConsumer<VideoRequest.Builder, String> setter) {
    this.commandLine = commandLine;
    this.words = words;
    this.otherwise = otherwise;
    this.choices = choices;
    this.allowed = allowed;
    this.setter = setter;
  }

  /** Its name in the form of the API, such as {@code max_shorts}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name on the command line. */
  public String commandLine() {
    return commandLine.name();
  }

  /** How it is said on the command line. */
  public CommandLineForm onCommandLine() {
    return commandLine;
  }

  /** What it is for, a part of a sentence. */
  public String words() {
    return words;
  }

  /** What stands for an absent value. */
  public String otherwise() {
    return otherwise;
  }

  /** All values, the default first, where they are few; else empty. */
  public List<String> choices() {
    return choices;
  }

  /** What may be said, for messages. */
  public String allowed() {
    return allowed;
  }

  /**
   * Puts what a user wrote into the request.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public void set(VideoRequest.Builder request, String text) {
    setter.accept(request, text);
  }

  private static <E> List<String> labels(E[] values, Function<E, String> label) {
    return Stream.of(values).map(label).collect(Collectors.toUnmodifiableList());
  }

  private static int wholeNumber(String text) {
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > VideoRequest.MAX_SHORTS) {
      throw new IllegalArgumentException("max_shorts is \"" + text + "\"");
    }
    return number;
  }

  private static int decibels(String text) {
    int number = text.matches("-[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (number < Music.QUIETEST || number > Music.LOUDEST) {
      throw new IllegalArgumentException("music_volume is \"" + text + "\"");
    }
    return number;
  }

  private static String languageTag(String text) {
    if (!TAG.matcher(text).matches()) {
      throw new IllegalArgumentException("language is \"" + text + "\"");
    }
    return text;
  }

  /** In any case: programs made from the API's description say True in Python. */
  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("a flag is \"" + text + "\"");
    };
  }
}
