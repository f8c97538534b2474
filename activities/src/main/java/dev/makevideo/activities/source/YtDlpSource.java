package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.ytdlp.YtDlpSearch;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.ytdlp.YtDlp;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What yt-dlp finds. Whether a site's terms allow it, and a clip's licence, is for its user to
 * know: the licence is noted as unknown.
 */
final class YtDlpSource implements ClipSource {
  /** A search page of a site has no more; each costs a download of its own. */
  private static final int MOST = 100;

  private final YtDlpSearch search;
  private final YtDlpUse use;

  YtDlpSource(YtDlpSearch search, YtDlpUse use) {
    this.search = search;
    this.use = use;
  }

  @Override
  public SourceName name() {
    return SourceName.YT_DLP;
  }

  @Override
  public boolean isReady() {
    return use.wanted();
  }

  @Override
  public String needs() {
    return "a " + YtDlp.SETTING + " that is not off";
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "yt-dlp found no clip of 1 s to 10 min for \""
        + wanted.query()
        + "\"; try other or fewer words";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    return search
        .find(wanted.query(), Math.min(wanted.most(), MOST), stop)
        .then(entries -> new CallResult.Ok<>(candidates(entries, wanted)));
  }

  private static List<Candidate> candidates(List<YtDlpSearch.Entry> entries, Wanted wanted) {
    List<Candidate> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YtDlpSearch.Entry entry : entries) {
      boolean fits = entry.duration().map(Wanted::isLengthOfAClip).orElse(true);
      if (fits && !wanted.isEnough(found) && seen.add(entry.url())) {
        found.add(
            new Candidate(
                found.size(),
                Candidate.Kind.PAGE,
                entry.url(),
                entry.title(),
                entry.duration(),
                Optional.of(SourceName.YT_DLP),
                Optional.empty()));
      }
    }
    return found;
  }
}
