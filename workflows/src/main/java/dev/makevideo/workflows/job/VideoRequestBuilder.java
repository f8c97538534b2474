package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link VideoRequest}; what is not said has the default of its {@link JobOption}. For one
 * thread.
 */
public final class VideoRequestBuilder {
  private @Nullable String storeId;
  private String tenant = "default";
  private @Nullable String correlationId;
  private @Nullable String query;
  private @Nullable ObjectRef narration;
  private @Nullable Duration narrationDuration;
  private Optional<ObjectRef> script = Optional.empty();
  private ClipSource clips = ClipSource.ofService();
  private int maxShorts = VideoRequest.DEFAULT_SHORTS;
  private AspectRatio aspectRatio = AspectRatio.PORTRAIT_9_16;
  private CropPosition cropPosition = CropPosition.CENTER;
  private SubtitleStyle subtitleStyle = SubtitleStyle.BOLD;
  private String language = "en";
  private boolean checkText = true;
  private RenderQuality quality = RenderQuality.STANDARD;

  VideoRequestBuilder() {}

  public VideoRequestBuilder storeId(String value) {
    storeId = value;
    return this;
  }

  public VideoRequestBuilder tenant(String value) {
    tenant = value;
    return this;
  }

  public VideoRequestBuilder correlationId(String value) {
    correlationId = value;
    return this;
  }

  public VideoRequestBuilder query(String value) {
    query = value;
    return this;
  }

  public VideoRequestBuilder narration(ObjectRef value) {
    narration = value;
    return this;
  }

  public VideoRequestBuilder narrationDuration(Duration value) {
    narrationDuration = value;
    return this;
  }

  public VideoRequestBuilder script(Optional<ObjectRef> value) {
    script = value;
    return this;
  }

  public VideoRequestBuilder clips(ClipSource value) {
    clips = value;
    return this;
  }

  public VideoRequestBuilder maxShorts(int value) {
    maxShorts = value;
    return this;
  }

  public VideoRequestBuilder aspectRatio(AspectRatio value) {
    aspectRatio = value;
    return this;
  }

  public VideoRequestBuilder cropPosition(CropPosition value) {
    cropPosition = value;
    return this;
  }

  public VideoRequestBuilder subtitleStyle(SubtitleStyle value) {
    subtitleStyle = value;
    return this;
  }

  public VideoRequestBuilder language(String value) {
    language = value;
    return this;
  }

  public VideoRequestBuilder checkText(boolean value) {
    checkText = value;
    return this;
  }

  public VideoRequestBuilder quality(RenderQuality value) {
    quality = value;
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
        quality);
  }
}
