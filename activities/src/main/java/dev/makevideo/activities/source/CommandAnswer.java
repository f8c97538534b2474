package dev.makevideo.activities.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.wire.Payloads;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operator's own source answered. Its author reads the complaints: what does not keep to
 * the contract is named with its place and value, and nothing of such an answer is used.
 *
 * @param hits the clips that can be used
 * @param urls of all its clips
 */
record CommandAnswer(List<PagedSearch.Hit> hits, List<String> urls) {
  private static final int MOST_CLIPS = 1_000;
  private static final int MOST_RENDITIONS = 50;
  private static final double LONGEST_SECONDS = 1e6;
  private static final int WIDEST = 16_384;
  private static final ObjectMapper MAPPER =
      Payloads.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** It does not keep to the contract; the message says where and how. */
  static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  /**
   * Reads an answer.
   *
   * @throws UnfitException if it does not keep to the contract
   */
  static CommandAnswer read(String text, Wanted wanted) throws UnfitException {
    JsonNode list;
    try {
      list = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnfitException(
          "it is no JSON: "
              + AnswerField.shown(e.getOriginalMessage())
              + Optional.ofNullable(e.getLocation())
                  .map(at -> " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
                  .orElse(""));
    }
    AnswerField all = new AnswerField("the answer", list);
    List<PagedSearch.Hit> hits = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (AnswerField clip : all.list("clip", MOST_CLIPS)) {
      urls.add(clip.get("url").url());
      hit(clip, wanted).ifPresent(hits::add);
    }
    return new CommandAnswer(hits, urls);
  }

  private static Optional<PagedSearch.Hit> hit(AnswerField clip, Wanted wanted)
      throws UnfitException {
    String id = clip.get("id").text();
    String title = clip.get("title").optionalText().orElse(id);
    Optional<Duration> duration =
        clip.get("duration_s")
            .optionalNumber(0, LONGEST_SECONDS)
            .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
    List<Rendition> files = renditions(clip);
    String url = clip.get("url").url();
    CommandCredit credit = CommandCredit.of(clip, title, url);
    boolean usable =
        duration.map(Wanted::isLengthOfAClip).orElse(true)
            && credit.allows(wanted.request().sourceChoice().shareAlike());
    if (!usable) {
      return Optional.empty();
    }
    // Of a file of unknown size nothing can be chosen before it is there.
    Optional<Rendition> best =
        files.isEmpty()
            ? Optional.of(new Rendition(url, "", wanted.width(), wanted.height(), 0))
            : Rendition.best(files, wanted);
    return best.map(
        file ->
            new PagedSearch.Hit(
                new Candidate(
                    0,
                    Candidate.Kind.URL,
                    file.url(),
                    title,
                    duration,
                    Optional.of(SourceName.COMMAND),
                    credit.credit()),
                file.liesAs(wanted)));
  }

  /** The files in which it is offered; none: one file, of whose size nothing is said. */
  private static List<Rendition> renditions(AnswerField clip) throws UnfitException {
    List<Rendition> files = new ArrayList<>();
    if (clip.get("renditions").isThere()) {
      for (AnswerField file : clip.get("renditions").list("rendition", MOST_RENDITIONS)) {
        files.add(rendition(file));
      }
      return files;
    }
    boolean sized = clip.get("width").isThere() || clip.get("height").isThere();
    return sized ? List.of(rendition(clip)) : List.of();
  }

  private static Rendition rendition(AnswerField file) throws UnfitException {
    String url = file.get("url").url();
    return new Rendition(
        url,
        file.get("type").optionalText().orElse(hasEnding(url) ? "" : "video/mp4"),
        (int) file.get("width").number(1, WIDEST),
        (int) file.get("height").number(1, WIDEST),
        file.get("bytes").optionalNumber(0, Long.MAX_VALUE).map(Double::longValue).orElse(0L));
  }

  /** Whether the address tells the kind of its file; one that does not is judged by its bytes. */
  private static boolean hasEnding(String url) {
    return String.valueOf(URI.create(url).getPath()).matches(".*\\.[A-Za-z0-9]{2,4}");
  }
}
