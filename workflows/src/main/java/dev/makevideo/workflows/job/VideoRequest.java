package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one job has to make: the argument of the workflow. Media and texts are references into the
 * artifact store whose id is {@code storeId}.
 *
 * @param storeId the store that holds the references; a worker with another store refuses the job
 * @param tenant whose job it is; {@code default} where there are no API keys
 * @param correlationId 1 to 128 printable ASCII characters; in every log line of the job
 * @param query the search phrase, 1 to 200 characters; the first one, if there are several; empty,
 *     if the narration's own words are to propose them
 * @param narration the audio as it was uploaded
 * @param narrationDuration its counted duration, more than zero, at most 600 s
 * @param script the spoken text as a UTF-8 object, if the user gave one; then no transcription
 *     service is needed
 * @param clips where clips come from
 * @param maxShorts how many candidates may be examined, 1 to 500
 * @param aspectRatio the shape of the picture
 * @param cropPosition which part of a clip is kept
 * @param subtitleStyle how captions look
 * @param language BCP 47 tag of the narration's language, such as {@code en}
 * @param checkText whether clips with burned-in text are looked for and rejected
 * @param quality how much work goes into the picture
 * @param keepScript present, and true, if sentences of the script are shown that are not heard
 * @param sources what the job says of its sources; absent: nothing
 * @param phrases all search phrases, if there are several, or if they have parts of the narration
 * @param approve what a person looks at before the video is rendered; absent: nothing
 * @param rerender which earlier video it is made from, and what is other; absent: from none
 * @param priority whose work goes first; absent: as everybody's
 * @param music what is played under the voice; absent: nothing
 */
public record VideoRequest(
    String storeId,
    String tenant,
    String correlationId,
    String query,
    ObjectRef narration,
    Duration narrationDuration,
    Optional<ObjectRef> script,
    ClipSource clips,
    int maxShorts,
    AspectRatio aspectRatio,
    CropPosition cropPosition,
    SubtitleStyle subtitleStyle,
    String language,
    boolean checkText,
    RenderQuality quality,
    Optional<Boolean> keepScript,
    Optional<SourceChoice> sources,
    Optional<Phrases> phrases,
    Optional<Approval> approve,
    Optional<Rerender> rerender,
    Optional<JobPriority> priority,
    Optional<Music> music) {

  /** Starts a request in which every option has its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The longest query, in characters. */
  public static final int MAX_QUERY = 200;

  /** The most candidates that one job may examine. */
  public static final int MAX_SHORTS = 500;

  /** How many candidates may be examined unless the request says otherwise. */
  public static final int DEFAULT_SHORTS = 50;

  /** The longest narration. */
  public static final Duration MAX_NARRATION = Duration.ofSeconds(600);

  /**
   * @throws IllegalArgumentException naming the component and its value, if it is out of its range
   */
  public VideoRequest {
    // One way to say nothing: another would be another request to an Idempotency-Key.
    keepScript = RequestBounds.said(keepScript, Boolean::booleanValue);
    sources = RequestBounds.said(sources, choice -> !choice.isNone());
    phrases = RequestBounds.said(phrases, list -> !list.isPlain());
    approve = RequestBounds.said(approve, what -> what != Approval.NONE);
    rerender = RequestBounds.said(rerender, what -> true);
    priority = RequestBounds.said(priority, what -> what != JobPriority.NORMAL);
    music = RequestBounds.said(music, what -> true);
    RequestBounds.require(query, phrases, maxShorts, narrationDuration, correlationId);
  }

  /** Whether all of the script is shown, also what is not heard. */
  public boolean keepsScript() {
    return keepScript.isPresent();
  }

  /** All search phrases; none if they are still to be proposed. */
  public List<String> phraseTexts() {
    return phrases.map(Phrases::texts).orElse(List.of(query));
  }

  /** What the job says of its sources. */
  public SourceChoice sourceChoice() {
    return sources.orElse(SourceChoice.NONE);
  }

  /**
   * Builds a {@link VideoRequest}; what is not said has the default of its {@link JobOption}. For
   * one thread.
   */
  public static final class Builder {
    private @Nullable String storeId;
    private String tenant = "default";
    private @Nullable String correlationId;
    private @Nullable String query;
    private @Nullable ObjectRef narration;
    private @Nullable Duration narrationDuration;
    private Optional<ObjectRef> script = Optional.empty();
    private ClipSource clips = ClipSource.ofService();
    private int maxShorts = DEFAULT_SHORTS;
    private AspectRatio aspectRatio = AspectRatio.PORTRAIT_9_16;
    private CropPosition cropPosition = CropPosition.CENTER;
    private SubtitleStyle subtitleStyle = SubtitleStyle.BOLD;
    private String language = "en";
    private boolean checkText = true;
    private RenderQuality quality = RenderQuality.STANDARD;
    private Optional<Boolean> keepScript = Optional.empty();
    private SourceChoice sources = SourceChoice.NONE;
    private Optional<Phrases> phrases = Optional.empty();
    private Optional<Approval> approve = Optional.empty();
    private Optional<Rerender> rerender = Optional.empty();
    private Optional<JobPriority> priority = Optional.empty();
    private Optional<Music> music = Optional.empty();
    private Optional<Integer> musicVolume = Optional.empty();

    Builder() {}

    public Builder storeId(String value) {
      storeId = value;
      return this;
    }

    public Builder tenant(String value) {
      tenant = value;
      return this;
    }

    public Builder correlationId(String value) {
      correlationId = value;
      return this;
    }

    public Builder query(String value) {
      query = value;
      return this;
    }

    /** All search phrases; the first one is the query. */
    public Builder phrases(Phrases value) {
      return searched(value.isProposed() ? "" : value.texts().get(0), Optional.of(value));
    }

    /** The phrases of a job that knows them already. */
    public Builder searched(String first, Optional<Phrases> all) {
      query = first;
      phrases = all;
      return this;
    }

    public Builder narration(ObjectRef value) {
      narration = value;
      return this;
    }

    public Builder narrationDuration(Duration value) {
      narrationDuration = value;
      return this;
    }

    public Builder script(Optional<ObjectRef> value) {
      script = value;
      return this;
    }

    public Builder clips(ClipSource value) {
      clips = value;
      return this;
    }

    public Builder maxShorts(int value) {
      maxShorts = value;
      return this;
    }

    public Builder aspectRatio(AspectRatio value) {
      aspectRatio = value;
      return this;
    }

    public Builder cropPosition(CropPosition value) {
      cropPosition = value;
      return this;
    }

    public Builder subtitleStyle(SubtitleStyle value) {
      subtitleStyle = value;
      return this;
    }

    public Builder language(String value) {
      language = value;
      return this;
    }

    public Builder checkText(boolean value) {
      checkText = value;
      return this;
    }

    public Builder quality(RenderQuality value) {
      quality = value;
      return this;
    }

    public Builder keepScript(boolean value) {
      keepScript = value ? Optional.of(true) : Optional.empty();
      return this;
    }

    public Builder sources(List<SourceName> order) {
      sources = new SourceChoice(order, sources.shareAlike());
      return this;
    }

    public Builder approve(Approval value) {
      approve = Optional.of(value);
      return this;
    }

    public Builder priority(JobPriority value) {
      priority = Optional.of(value);
      return this;
    }

    /** The earlier video that it is made from. */
    public Builder rerender(Rerender value) {
      rerender = Optional.of(value);
      return this;
    }

    public Builder music(Optional<Music> value) {
      music = value;
      return this;
    }

    public Builder musicVolume(int value) {
      musicVolume = Optional.of(value);
      return this;
    }

    public Builder shareAlike(boolean value) {
      sources = new SourceChoice(sources.order(), value);
      return this;
    }

    /**
     * The request.
     *
     * @throws NullPointerException naming what every request must say and this does not
     * @throws IllegalArgumentException as {@link VideoRequest}
     */
    public VideoRequest build() {
      return new VideoRequest(
          Objects.requireNonNull(storeId, "storeId"),
          tenant,
          Objects.requireNonNull(correlationId, "correlationId"),
          Objects.requireNonNull(query, "query"),
          Objects.requireNonNull(narration, "narration"),
          Objects.requireNonNull(narrationDuration, "narrationDuration"),
          script,
          clips,
          maxShorts,
          aspectRatio,
          cropPosition,
          subtitleStyle,
          language,
          checkText,
          quality,
          keepScript,
          Optional.of(sources),
          phrases,
          approve,
          rerender,
          priority,
          music.map(what -> musicVolume.map(what::at).orElse(what)));
    }
  }
}
