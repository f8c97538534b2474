package dev.makevideo.activities.speech;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.Part;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Transcription by any endpoint that speaks OpenAI's audio API: {@code POST
 * {base}/audio/transcriptions}, multipart; times for each word are asked for in {@code
 * verbose_json}, and what comes instead is taken as far as it goes. Thread-safe.
 */
public final class OpenAiTranscription implements TranscriptionService {
  private static final int MAX_ANSWER = 4 << 20;
  private static final Duration BASE_DEADLINE = Duration.ofSeconds(60);

  /** A local engine on a busy processor may need several times the audio's length. */
  private static final double DEADLINE_PER_SECOND = 4;

  private final GuardedClient client;
  private final String url;
  private final Optional<String> key;
  private final String model;
  private final Duration baseDeadline;

  /** The service that the settings name, if they name one. */
  public static Optional<TranscriptionService> from(
      ServiceSettings settings, GuardedClient client) {
    return settings
        .transcriberUrl()
        .map(
            base ->
                new OpenAiTranscription(
                    client,
                    base,
                    settings.transcriberKey(),
                    settings.transcriberModel(),
                    BASE_DEADLINE));
  }

  OpenAiTranscription(
      GuardedClient client,
      String base,
      Optional<String> key,
      String model,
      Duration baseDeadline) {
    this.client = client;
    this.url = base.replaceAll("/+$", "") + "/audio/transcriptions";
    this.key = key;
    this.model = model;
    this.baseDeadline = baseDeadline;
  }

  @Override
  public String fingerprint() {
    return "openai-3 " + url + " " + model;
  }

  @Override
  public Answer transcribe(
      Path audio, double seconds, String language, boolean again, StopSignal stop)
      throws CallStoppedException, UnfitServiceException {
    CallResult<Answer> result =
        client.fetch(
            call(audio, seconds, language, again),
            MAX_ANSWER,
            body -> OpenAiAnswer.read(body, seconds),
            stop);
    if (result instanceof CallResult.Rejected<Answer> refused) {
      throw unfit(refused.rejection().message());
    }
    return result.fold(
        answer -> answer,
        detail -> {
          throw Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, "audio-transcriber: " + detail);
        },
        refused -> {
          throw new IllegalStateException("handled above");
        },
        Answer::waiting);
  }

  private ServiceCall call(Path audio, double seconds, String language, boolean again) {
    List<Part> form = new ArrayList<>();
    form.add(Part.file("file", "window.wav", audio, "audio/wav"));
    form.add(Part.field("model", model));
    form.add(Part.field("response_format", "verbose_json"));
    form.add(Part.field("timestamp_granularities[]", "word"));
    if (!language.equals(WindowTranscriber.UNKNOWN)) {
      // The API takes ISO 639 codes: no region.
      form.add(Part.field("language", Locale.forLanguageTag(language).getLanguage()));
    }
    Duration deadline = baseDeadline.plusMillis(Math.round(seconds * DEADLINE_PER_SECOND * 1000));
    ServiceCall call =
        ServiceCall.postForm(
                ExternalService.AUDIO_TRANSCRIBER, "transcriptions", url, deadline, form)
            .asRetry(again);
    return key.map(secret -> call.withHeader("Authorization", "Bearer " + secret)).orElse(call);
  }

  private static UnfitServiceException unfit(String detail) {
    return new UnfitServiceException(
        "audio-transcriber cannot do this: "
            + detail
            + "; check AUDIO_TRANSCRIBER_URL, AUDIO_TRANSCRIBER_API_KEY and"
            + " AUDIO_TRANSCRIBER_MODEL, or give a script");
  }
}
