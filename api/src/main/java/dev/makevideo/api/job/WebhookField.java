package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.webhook.WebhookUrl;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a job's events go: the URL that its client names, else the one that is set for its tenant.
 * It lies in the store, and a reference goes on: such a URL is often a secret. Thread-safe.
 */
public final class WebhookField {
  private static final String NAME = "webhook_url";

  private final ArtifactStore store;
  private final ServiceSettings services;

  public WebhookField(ArtifactStore store, ServiceSettings services) {
    this.store = store;
    this.services = services;
  }

  /**
   * Checks what a client wrote, and stores nothing.
   *
   * @throws ProblemException with 422 naming the field and its value
   */
  Optional<String> check(Optional<String> text) {
    Optional<String> url = text.map(String::strip).filter(written -> !written.isEmpty());
    Optional<String> objection =
        url.flatMap(written -> WebhookUrl.objection(written, services.privateUrls()));
    if (objection.isPresent()) {
      throw ProblemException.value(
              NAME,
              url.orElse(""),
              NAME
                  + " cannot be used: "
                  + ProblemException.shortened(objection.get())
                  + "; allowed: "
                  + WebhookUrl.ALLOWED
                  + ".")
          .withLimit(WebhookUrl.ALLOWED);
    }
    return url;
  }

  /**
   * Checks and stores it.
   *
   * @throws ProblemException as {@link #check}
   */
  Optional<ObjectRef> read(Optional<String> text) throws IOException {
    return stored(check(text));
  }

  /** The one that is set for a tenant's jobs that name none. */
  public Optional<ObjectRef> usual(String tenant) throws IOException {
    return stored(services.webhooks().url(tenant));
  }

  private Optional<ObjectRef> stored(Optional<String> url) throws IOException {
    return url.isPresent()
        ? Optional.of(store.put(url.get().getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }
}
