package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Goes through the pages of a source's results until there is enough. */
final class PagedSearch {
  /** Then the phrase does not fit the source. */
  private static final int MOST_PAGES = 10;

  private PagedSearch() {}

  /**
   * A clip on a page.
   *
   * @param fits whether it lies as the job's frame does: those come first
   */
  record Hit(Candidate candidate, boolean fits) {
    /** The best of a clip's files, if one is fit to be shown, with what is to be said of it. */
    static Optional<Hit> of(
        SourceName source,
        List<Rendition> files,
        Credit credit,
        Optional<Duration> duration,
        Wanted wanted) {
      return Rendition.best(files, wanted)
          .map(
              file ->
                  new Hit(
                      new Candidate(
                          0,
                          Candidate.Kind.URL,
                          file.url(),
                          credit.title(),
                          duration,
                          Optional.of(source),
                          Optional.of(credit)),
                      file.liesAs(wanted)));
    }
  }

  /**
   * One page.
   *
   * @param next what to ask for the next one with; absent: there is none
   */
  record Page(List<Hit> hits, Optional<String> next) {}

  /** Asks for a page; the first one with nothing. */
  @FunctionalInterface
  interface Call {
    CallResult<Page> page(Optional<String> from) throws IOException, InterruptedException;
  }

  /** All that was found; a page that fails after a good one ends the search with what there is. */
  static CallResult<List<Candidate>> run(Wanted wanted, Call call)
      throws IOException, InterruptedException {
    List<Candidate> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> from = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      CallResult<Page> result = call.page(from);
      if (!(result instanceof CallResult.Ok<Page> ok)) {
        return found.isEmpty() ? result.then(never -> none()) : new CallResult.Ok<>(found);
      }
      ok.value().hits().stream()
          .sorted(Comparator.comparing(Hit::fits).reversed())
          .map(Hit::candidate)
          .filter(candidate -> found.size() < wanted.most() && seen.add(candidate.location()))
          .forEach(candidate -> found.add(candidate.at(found.size())));
      from = ok.value().next();
      if (from.isEmpty() || wanted.isEnough(found)) {
        break;
      }
    }
    return new CallResult.Ok<>(found);
  }

  private static CallResult<List<Candidate>> none() {
    return new CallResult.Ok<>(List.of());
  }
}
