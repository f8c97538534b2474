package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sources have in common whose search names items only, so that each must be asked for by
 * itself: a search, and then one call an item, one after the other, until there is enough.
 */
abstract class ItemSource implements ClipSource {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofHours(1);

  private final ExternalService service;
  private final Optional<String> base;
  private final StoredAnswers answers;
  private final ObjectMapper mapper = Payloads.mapper();

  ItemSource(ExternalService service, Optional<String> base, StoredAnswers answers) {
    this.service = service;
    this.base = base;
    this.answers = answers;
  }

  /**
   * The items on a page of the search.
   *
   * @param more whether there is another page
   */
  record Items(List<JsonNode> items, boolean more) {}

  /** The address of a page of the search, from 1, after the base. */
  abstract String searchPath(String query, int page);

  /** Reads a page of the search. */
  abstract Items items(JsonNode answer, int page) throws IOException;

  /** The address of what an item has, after the base; empty: it cannot be used. */
  abstract Optional<String> itemPath(JsonNode item, Wanted wanted);

  /** The clip that an item is, if it is one that can be used. */
  abstract Optional<PagedSearch.Hit> hit(JsonNode item, JsonNode details, Wanted wanted);

  @Override
  public final boolean isReady() {
    return base.isPresent();
  }

  @Override
  public final String nothingFound(Wanted wanted) {
    return name().title()
        + " has no clip for \""
        + wanted.query()
        + "\" that is free to use; try other or fewer words, in English";
  }

  final String base() {
    return base.orElseThrow();
  }

  @Override
  public final CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    String words = CommonsSource.words(wanted.query());
    if (words.isEmpty()) {
      return new CallResult.Ok<>(List.of());
    }
    List<Candidate> sofar = new ArrayList<>();
    return PagedSearch.run(
        wanted,
        from -> {
          int number = from.map(Integer::parseInt).orElse(1);
          return get(searchPath(words, number), "search", answer -> items(answer, number), stop)
              .then(found -> page(found, number, wanted, sofar, stop));
        });
  }

  private CallResult<PagedSearch.Page> page(
      Items found, int number, Wanted wanted, List<Candidate> sofar, StopSignal stop)
      throws IOException, InterruptedException {
    List<PagedSearch.Hit> hits = new ArrayList<>();
    for (JsonNode item : found.items()) {
      Optional<String> path = itemPath(item, wanted);
      if (path.isEmpty() || wanted.isEnough(sofar)) {
        continue;
      }
      CallResult<JsonNode> details = get(path.get(), "item", json -> json, stop);
      if (details instanceof CallResult.Ok<JsonNode> ok) {
        hit(item, ok.value(), wanted)
            .ifPresent(
                hit -> {
                  hits.add(hit);
                  sofar.add(hit.candidate());
                });
      } else if (details instanceof CallResult.Wait<JsonNode> wait && hits.isEmpty()) {
        return new CallResult.Wait<>(wait.serviceWait());
      } else if (details instanceof CallResult.Wait<JsonNode>) {
        return new CallResult.Ok<>(new PagedSearch.Page(hits, Optional.empty()));
      }
    }
    return new CallResult.Ok<>(
        new PagedSearch.Page(
            hits, found.more() ? Optional.of(Integer.toString(number + 1)) : Optional.empty()));
  }

  /** Takes what it needs out of an answer, or says what is wrong with it. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonNode answer) throws IOException;
  }

  private <T> CallResult<T> get(String path, String endpoint, Reader<T> reader, StopSignal stop)
      throws IOException, InterruptedException {
    String url = base() + path;
    return answers.get(
        ServiceCall.get(service, endpoint, url, DEADLINE).withHome(base()),
        url,
        KEPT,
        body -> {
          JsonNode json = mapper.readTree(body);
          if (!json.isObject()) {
            throw new IOException("it is no JSON object");
          }
          return reader.read(json);
        },
        stop);
  }

  /** A text as one part of a path or a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
