package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.makevideo.workflows.job.JobId;
import java.util.regex.Pattern;

/**
 * A conversation's id, which is also its Temporal workflow id.
 *
 * @param value {@code cv-} and 1 to 57 lower-case letters, digits and hyphens
 */
public record ConversationId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("cv-[a-z0-9][a-z0-9-]{0,56}");

  /**
   * @throws IllegalArgumentException if {@code value} has another form
   */
  @JsonCreator
  public ConversationId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("conversation id is not of the form cv-xxxx: " + value);
    }
  }

  /** The id of the one job that it can start. */
  public JobId job() {
    return new JobId("mv-" + value);
  }

  @Override
  public String toString() {
    return value;
  }
}
