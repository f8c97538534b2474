package dev.makevideo.platform.forgetting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects that a JSON value names, wherever in it: what a later version of a record adds is
 * found as well.
 *
 * @param objects all of them
 * @param lists those that are lists of uploaded clips, which name more
 * @param groundworks those that say what a video was built of, and so name more
 */
public record NamedObjects(
    Set<ObjectRef> objects, Set<ObjectRef> lists, Set<ObjectRef> groundworks) {
  /** Nothing. */
  public static final NamedObjects NONE = new NamedObjects(Set.of(), Set.of(), Set.of());

  /** What requests call their lists of uploaded clips. */
  private static final String LIST = "uploads";

  /** What requests and results call what a video was built of. */
  private static final String GROUNDWORK = "groundwork";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public NamedObjects {
    objects = Set.copyOf(objects);
    lists = Set.copyOf(lists);
    groundworks = Set.copyOf(groundworks);
  }

  /** Those of one value. */
  public static NamedObjects in(JsonNode value) {
    Set<ObjectRef> objects = new LinkedHashSet<>();
    Map<String, Set<ObjectRef>> special =
        Map.of(LIST, new LinkedHashSet<>(), GROUNDWORK, new LinkedHashSet<>());
    walk("", value, objects, special);
    return new NamedObjects(
        objects, special.getOrDefault(LIST, Set.of()), special.getOrDefault(GROUNDWORK, Set.of()));
  }

  private static void walk(
      String name, JsonNode value, Set<ObjectRef> objects, Map<String, Set<ObjectRef>> special) {
    String hash = value.path("sha256").asText();
    long bytes = value.path("bytes").asLong(-1);
    if (SHA256.matcher(hash).matches() && bytes >= 0) {
      ObjectRef object = new ObjectRef(hash, bytes);
      objects.add(object);
      special.getOrDefault(name, new LinkedHashSet<>()).add(object);
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        walk(field.getKey(), field.getValue(), objects, special);
      }
    } else {
      value.forEach(item -> walk("", item, objects, special));
    }
  }

  /** What either names. */
  public NamedObjects and(NamedObjects other) {
    return new NamedObjects(
        union(objects, other.objects),
        union(lists, other.lists),
        union(groundworks, other.groundworks));
  }

  private static Set<ObjectRef> union(Set<ObjectRef> one, Set<ObjectRef> other) {
    Set<ObjectRef> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }
}
