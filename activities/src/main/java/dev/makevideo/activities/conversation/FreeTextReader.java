package dev.makevideo.activities.conversation;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ChatSettings;
import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.contract.Rejection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has any endpoint that speaks OpenAI's chat API read free text: {@code POST
 * {base}/chat/completions}. A form of answer that the endpoint refuses is not asked for again by
 * this process. All calls for one text together keep to the time limit. Thread-safe.
 */
public final class FreeTextReader implements ReadingActivities {
  private static final Logger log = LoggerFactory.getLogger(FreeTextReader.class);
  private static final int MAX_ANSWER = 64 << 10;

  private final GuardedClient client;
  private final ChatSettings settings;
  private final AtomicReference<AnswerForm> known = new AtomicReference<>(AnswerForm.SCHEMA);

  /**
   * @param settings without a URL, nothing is read
   */
  public FreeTextReader(GuardedClient client, ChatSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  @Override
  public Proposals readFreeText(FreeText text) {
    Optional<String> url = settings.url().map(base -> base + "/chat/completions");
    try {
      return url.isPresent() ? ask(url.get(), text) : Proposals.NONE;
    } catch (CallStoppedException e) {
      Thread.currentThread().interrupt(); // the worker stops; the turn counts without
      return Proposals.NONE;
    }
  }

  private Proposals ask(String url, FreeText text) throws CallStoppedException {
    long endsAt = System.nanoTime() + settings.limit().toNanos();
    AnswerForm first = known.get();
    for (AnswerForm form : AnswerForm.values()) {
      Duration left = Duration.ofNanos(endsAt - System.nanoTime());
      if (form.compareTo(first) < 0) {
        continue;
      }
      if (left.isNegative() || left.isZero()) {
        return nothing("the time is up");
      }
      AtomicBoolean answered = new AtomicBoolean();
      CallResult<Proposals> result =
          client.fetch(
              call(url, left, ChatRequest.json(settings.model(), text, form), form != first),
              MAX_ANSWER,
              body -> {
                answered.set(true);
                return ChatAnswer.read(body);
              },
              new StopSignal());
      if (answered.get()) {
        known.set(form);
      }
      if (answered.get() || !isRefused(result)) {
        return result.fold(
            proposals -> proposals,
            FreeTextReader::nothing,
            rejection -> nothing(rejection.message()),
            wait -> nothing(wait.reason()));
      }
    }
    return nothing("every form of answer was refused");
  }

  /** As by a 400: an endpoint that does not know what was asked for. */
  private static boolean isRefused(CallResult<Proposals> result) {
    return result instanceof CallResult.Rejected<Proposals> rejected
        && rejected.rejection().reason() == Rejection.Reason.UNUSABLE;
  }

  private ServiceCall call(String url, Duration left, String json, boolean again) {
    ServiceCall call =
        ServiceCall.postJson(ExternalService.CHAT, "completions", url, left, json).asRetry(again);
    return settings
        .key()
        .map(secret -> call.withHeader("Authorization", "Bearer " + secret))
        .orElse(call);
  }

  private static Proposals nothing(String detail) {
    log.atWarn()
        .addKeyValue("dependency", ExternalService.CHAT.label())
        .addKeyValue("detail", detail)
        .log("free text was not read");
    return Proposals.NONE;
  }
}
