package dev.makevideo.activities.speech;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.Part;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.contract.Rejection;
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
 * {base}/audio/transcriptions}, multipart, with times for each word in {@code verbose_json}.
 * Thread-safe.
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
    return "openai-1 " + url + " " + model;
  }

  @Override
  public Answer transcribe(
      Path audio, double seconds, String language, boolean again, StopSignal stop)
      throws CallStoppedException {
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
    ServiceCall signed =
        key.map(secret -> call.withHeader("Authorization", "Bearer " + secret)).orElse(call);
    CallResult<List<Word>> result =
        client.fetch(signed, MAX_ANSWER, body -> OpenAiAnswer.words(body, seconds), stop);
    return result.fold(
        Answer::of,
        detail -> {
          throw Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, "audio-transcriber: " + detail);
        },
        OpenAiTranscription::refused,
        Answer::waiting);
  }

  private static Answer refused(Rejection rejection) {
    throw Failures.of(
        FailureType.DEPENDENCY_UNAVAILABLE,
        "audio-transcriber refused the call: "
            + rejection.message()
            + "; check AUDIO_TRANSCRIBER_URL, AUDIO_TRANSCRIBER_API_KEY and"
            + " AUDIO_TRANSCRIBER_MODEL");
  }
}
