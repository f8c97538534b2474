package dev.makevideo.activities.clips;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a list of URLs, one a line; blank lines and those that start with {@code #} are skipped,
 * repeated ones count once. A line that is no URL becomes a candidate that is rejected when it is
 * its turn, so that the report names it.
 */
final class UrlListSource {
  private static final int MAX_URL = 4096;

  private UrlListSource() {}

  static List<Candidate> list(byte[] text, int most) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String raw : new String(text, StandardCharsets.UTF_8).split("\\R", -1)) {
      number++;
      String line = raw.replace("\ufeff", "").strip();
      if (line.isEmpty() || line.startsWith("#") || !seen.add(line)) {
        continue;
      }
      if (candidates.size() == most) {
        break;
      }
      candidates.add(candidate(candidates.size(), number, line));
    }
    if (candidates.isEmpty()) {
      throw Failures.of(
          FailureType.NOT_FOUND, "the list of URLs names none; give one http or https URL a line");
    }
    return candidates;
  }

  private static Candidate candidate(int index, int number, String line) {
    return new Candidate(
        index,
        Candidate.Kind.URL,
        line.length() > MAX_URL ? "" : line,
        name(line).orElse("line " + number),
        Optional.empty());
  }

  /** The last part of the URL's path: without query and user, which may be secret. */
  static Optional<String> name(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        return Optional.empty();
      }
      String path = Optional.ofNullable(uri.getPath()).orElse("");
      String last = path.substring(path.lastIndexOf('/') + 1);
      return Optional.of(last.isBlank() ? uri.getHost() : last);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
