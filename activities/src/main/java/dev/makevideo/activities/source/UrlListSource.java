package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.platform.media.UrlList;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
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
final class UrlListSource implements ClipSource {
  private static final int MAX_URL = 4096;

  private final Uploads uploads;

  UrlListSource(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public SourceName name() {
    return SourceName.URLS;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean searches() {
    return false;
  }

  @Override
  public String needs() {
    return "a list of URLs";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop) throws IOException {
    ObjectRef urls =
        wanted
            .request()
            .clips()
            .urls()
            .orElseThrow(
                () -> Failures.of(FailureType.INVALID_REQUEST, "the job has no list of URLs"));
    return new CallResult.Ok<>(list(uploads.read(urls, "list of URLs"), wanted.most()));
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "the list of URLs names none; give one http or https URL a line";
  }

  static List<Candidate> list(byte[] text, int most) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (UrlList.Line line : UrlList.of(new String(text, StandardCharsets.UTF_8))) {
      if (!seen.add(line.text())) {
        continue;
      }
      if (candidates.size() == most) {
        break;
      }
      candidates.add(candidate(candidates.size(), line.number(), line.text()));
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
