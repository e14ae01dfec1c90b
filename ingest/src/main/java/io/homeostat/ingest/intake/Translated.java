package io.homeostat.ingest.intake;

import java.util.List;

/**
 * What came of a request.
 *
 * @param facts what was taken
 * @param accepted how many points or records that is
 * @param rejections what was not
 * @param <T> the facts' type
 */
public record Translated<T>(List<T> facts, long accepted, Rejections rejections) {
  public Translated {
    facts = List.copyOf(facts);
  }
}
