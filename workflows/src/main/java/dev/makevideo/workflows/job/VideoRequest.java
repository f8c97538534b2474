package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What one job has to make: the argument of the workflow. Media and texts are references into the
 * artifact store whose id is {@code storeId}.
 *
 * @param storeId the store that holds the references; a worker with another store refuses the job
 * @param tenant whose job it is; {@code default} where there are no API keys
 * @param correlationId 1 to 128 printable ASCII characters; in every log line of the job
 * @param query the search phrase, 1 to 200 characters
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
    RenderQuality quality) {

  /** Starts a request in which every option has its default. */
  public static VideoRequestBuilder builder() {
    return new VideoRequestBuilder();
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
    if (query.isBlank() || query.length() > MAX_QUERY) {
      throw new IllegalArgumentException(
          "query must have 1 to " + MAX_QUERY + " characters, and has " + query.strip().length());
    }
    if (maxShorts < 1 || maxShorts > MAX_SHORTS) {
      throw new IllegalArgumentException(
          "max_shorts must be 1 to " + MAX_SHORTS + ", and is " + maxShorts);
    }
    if (narrationDuration.isNegative() || narrationDuration.isZero()) {
      throw new IllegalArgumentException("narration lasts " + narrationDuration);
    }
    if (narrationDuration.compareTo(MAX_NARRATION) > 0) {
      throw new IllegalArgumentException(
          "narration must last at most "
              + MAX_NARRATION.toSeconds()
              + " s, and lasts "
              + narrationDuration.toMillis() / 1000.0
              + " s");
    }
    if (!correlationId.matches("[\\x21-\\x7e]{1,128}")) {
      throw new IllegalArgumentException(
          "correlation id must be 1 to 128 printable ASCII characters");
    }
  }
}
