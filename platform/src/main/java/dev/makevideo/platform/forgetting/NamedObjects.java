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
 */
public record NamedObjects(Set<ObjectRef> objects, Set<ObjectRef> lists) {
  /** Nothing. */
  public static final NamedObjects NONE = new NamedObjects(Set.of(), Set.of());

  /** What requests call their lists of uploaded clips. */
  private static final String LIST = "uploads";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public NamedObjects {
    objects = Set.copyOf(objects);
    lists = Set.copyOf(lists);
  }

  /** Those of one value. */
  public static NamedObjects in(JsonNode value) {
    Set<ObjectRef> objects = new LinkedHashSet<>();
    Set<ObjectRef> lists = new LinkedHashSet<>();
    walk("", value, objects, lists);
    return new NamedObjects(objects, lists);
  }

  private static void walk(
      String name, JsonNode value, Set<ObjectRef> objects, Set<ObjectRef> lists) {
    String hash = value.path("sha256").asText();
    long bytes = value.path("bytes").asLong(-1);
    if (SHA256.matcher(hash).matches() && bytes >= 0) {
      ObjectRef object = new ObjectRef(hash, bytes);
      objects.add(object);
      if (name.equals(LIST)) {
        lists.add(object);
      }
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        walk(field.getKey(), field.getValue(), objects, lists);
      }
    } else {
      value.forEach(item -> walk("", item, objects, lists));
    }
  }

  /** What either names. */
  public NamedObjects and(NamedObjects other) {
    return new NamedObjects(union(objects, other.objects), union(lists, other.lists));
  }

  private static Set<ObjectRef> union(Set<ObjectRef> one, Set<ObjectRef> other) {
    Set<ObjectRef> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }
}
