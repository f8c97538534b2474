package dev.makevideo.standalone.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people say them: a date, a time, or so long ago. */
final class When {
  private static final Pattern AGO = Pattern.compile("([1-9][0-9]{0,5})([smhd])");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?");

  private When() {}

  /**
   * The time as the API takes it.
   *
   * @param option for the message
   */
  static Optional<String> of(String option, @Nullable String said, Clock clock)
      throws CommandException {
    if (said == null) {
      return Optional.empty();
    }
    Matcher ago = AGO.matcher(said.strip());
    if (ago.matches()) {
      Duration span = Duration.of(Long.parseLong(ago.group(1)), unit(ago.group(2)));
      return Optional.of(clock.instant().minus(span).truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (TIME.matcher(said.strip()).matches()) {
      return Optional.of(said.strip());
    }
    throw new CommandException(
        ExitCode.USAGE,
        option
            + " is \""
            + said
            + "\"; allowed: a date such as 2026-11-29, a time such as 2026-11-29T10:00:00Z, or so"
            + " long ago, such as 90m, 12h or 7d");
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }
}
