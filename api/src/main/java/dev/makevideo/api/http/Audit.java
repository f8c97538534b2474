package dev.makevideo.api.http;

import io.javalin.http.Context;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what: one event for everything that changes something for a tenant, in a log of its own
 * name. It never has the key, only what the key is called. Thread-safe.
 */
public final class Audit {
  /** The closed list of what is done. */
  public enum Deed {
    JOB_STARTED,
    JOB_CANCELLED,
    JOB_DELETED,
    JOB_PAUSED,
    JOB_RESUMED,
    JOB_RETRIED,
    JOB_APPROVED,
    WEBHOOK_REDELIVERED,
    CONVERSATION_STARTED,
    CONVERSATION_ENDED
  }

  private final Logger log = LoggerFactory.getLogger("dev.makevideo.api.audit");
  private final ApiKeys keys;

  public Audit(ApiKeys keys) {
    this.keys = keys;
  }

  /**
   * Notes it, once it is done.
   *
   * @param subject the id of what it was done to
   */
  public void note(Context ctx, Deed deed, String subject) {
    ApiKeys.Caller caller = keys.caller(ctx);
    log.atInfo()
        .addKeyValue("event", deed.name().toLowerCase(Locale.ROOT))
        .addKeyValue("subject", subject)
        .addKeyValue("tenant", caller.tenant())
        .addKeyValue("key_name", caller.key())
        .addKeyValue("client", ctx.ip())
        .log("audit");
  }
}
