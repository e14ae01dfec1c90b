package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/**
 * A context document, whole, as a fold sees it from this place of its lane on.
 *
 * @param key the document, such as {@code rules}
 * @param version its content hash; empty when it is gone
 * @param text its content; empty when it is gone
 */
public record ContextDocument(String key, String version, String text) implements Fact {

  /** The rules. */
  public static final String RULES = "rules";

  /** The entities, their systems and edges. */
  public static final String TOPOLOGY = "topology";

  public boolean gone() {
    return version.isEmpty();
  }
}
