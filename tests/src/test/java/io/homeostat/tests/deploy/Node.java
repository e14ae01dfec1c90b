package io.homeostat.tests.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a YAML document.
 *
 * @param value what stands there; null for nothing
 */
record Node(@Nullable Object value) {

  /** What stands under a path of keys. */
  Node at(String... keys) {
    @Nullable Object here = value;
    for (String key : keys) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return new Node(here);
  }

  boolean isThere() {
    return value != null;
  }

  /** As a text; a missing one is a mistake. */
  String text() {
    if (value == null) {
      throw new AssertionError("nothing stands where a text should");
    }
    return value.toString();
  }

  /** The entries of a list; none where nothing stands. */
  List<Node> list() {
    return value instanceof List<?> list ? list.stream().<Node>map(Node::new).toList() : List.of();
  }

  /** The texts of a list; none where nothing stands. */
  List<String> texts() {
    return list().stream().map(Node::text).toList();
  }

  /** The entries of a mapping, in order; none where nothing stands. */
  Map<String, Node> map() {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> entries.put(String.valueOf(key), new Node(entry)));
    }
    return entries;
  }
}
