package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A job's id, which is also its Temporal workflow id and a safe file name.
 *
 * @param value 4 to 64 lower-case letters, digits and hyphens, beginning with {@code mv-}
 */
public record JobId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("mv-[a-z0-9][a-z0-9-]{0,60}");
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int RANDOM_LENGTH = 16;

  /**
   * @throws IllegalArgumentException if {@code value} has another form
   */
  @JsonCreator
  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("job id is not of the form mv-xxxx: " + value);
    }
  }

  /** A new id with 80 random bits; {@code random} should be a {@code SecureRandom}. */
  public static JobId random(Random random) {
    StringBuilder id = new StringBuilder("mv-");
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new JobId(id.toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
