package dev.makevideo.api.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which methods a path has. A request with another one is a 405 that names those (RFC 9110, section
 * 15.5.6), before a route that is less exact can take it for its own. Thread-safe.
 */
public final class AllowedMethods {
  /** The header that names them. */
  public static final String HEADER = "Allow";

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";

  private final List<Known> known = new ArrayList<>();

  /** A path's parts and its methods; GET has HEAD with it. */
  private record Known(String path, List<String> parts, SortedSet<String> methods) {
    boolean fits(List<String> asked) {
      if (asked.size() != parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        boolean any = isParameter(parts.get(i)) && !asked.get(i).isEmpty();
        if (!any && !parts.get(i).equals(asked.get(i))) {
          return false;
        }
      }
      return true;
    }

    long exactParts() {
      return parts.stream().filter(part -> !isParameter(part)).count();
    }

    private static boolean isParameter(String part) {
      return part.startsWith("{");
    }
  }

  /** Of all routes that there are. */
  public AllowedMethods(List<Route> routes) {
    for (Route route : routes) {
      Known path =
          known.stream()
              .filter(one -> one.path().equals(route.path()))
              .findFirst()
              .orElseGet(() -> added(route.path()));
      path.methods().add(route.method().name());
      if (route.method().name().equals(GET)) {
        path.methods().add(HEAD);
      }
    }
  }

  private Known added(String path) {
    Known added = new Known(path, parts(path), new TreeSet<>());
    known.add(added);
    return added;
  }

  private static List<String> parts(String path) {
    return Arrays.asList(path.split("/"));
  }

  /** The methods of the most exact path that fits, with commas; empty if none does. */
  public Optional<String> of(String path) {
    return path(path).map(one -> String.join(", ", one.methods()));
  }

  private Optional<Known> path(String path) {
    List<String> asked = parts(path);
    return known.stream()
        .filter(one -> one.fits(asked))
        .max(Comparator.comparingLong(Known::exactParts));
  }

  /**
   * Runs before all routes.
   *
   * @throws ProblemException with 405 if the path exists, but not with this method
   */
  public void check(Context ctx) {
    String method = ctx.req().getMethod();
    Optional<Known> path = path(ctx.path());
    if (path.isPresent() && !path.get().methods().contains(method)) {
      String allowed = String.join(", ", path.get().methods());
      ctx.header(HEADER, allowed);
      throw new ProblemException(
              ProblemType.METHOD_NOT_ALLOWED,
              "This path exists, but not with this method; allowed: " + allowed + ".")
          .withLimit(allowed);
    }
  }
}
