package io.homeostat.ingest.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** How JSON from outside is read: never nested deeper than there is need for. */
public final class Json {
  /** The deepest nesting of objects and lists. */
  public static final int DEEPEST = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private Json() {}

  /** A factory of readers with these limits. */
  public static JsonFactory factory() {
    return FACTORY;
  }
}
