package dev.makevideo.platform.telemetry;

import ch.qos.logback.core.spi.ContextAwareBase;
import com.fasterxml.jackson.core.JsonStreamContext;
import net.logstash.logback.mask.ValueMasker;
import org.jspecify.annotations.Nullable;

/** What a log line says, without secrets and not longer than a line may be. Thread-safe. */
final class SafeText extends ContextAwareBase implements ValueMasker {
  /** In characters. */
  static final int LONGEST = 4_096;

  /** Of an exception with all its causes. */
  static final int LONGEST_EXCEPTION = 16_384;

  private final Secrets secrets;

  SafeText(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Null leaves the value as it is. */
  @Override
  public @Nullable Object mask(JsonStreamContext place, Object value) {
    if (!(value instanceof CharSequence chars)) {
      return null;
    }
    int most = "exception".equals(place.getCurrentName()) ? LONGEST_EXCEPTION : LONGEST;
    String text = chars.toString();
    // A secret that the cut would halve is whole here: twice the length is looked at.
    String looked = text.length() > 2 * most ? text.substring(0, 2 * most) : text;
    String safe = secrets.mask(looked);
    if (text.length() > most && safe.length() > most) {
      return safe.substring(0, most) + "... (" + text.length() + " characters)";
    }
    return safe.equals(text) ? null : safe;
  }
}
