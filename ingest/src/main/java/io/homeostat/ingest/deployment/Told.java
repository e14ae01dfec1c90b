package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;

/** What a deployer's word comes to. */
public sealed interface Told {

  /**
   * Something that was changed, as far as it is now.
   *
   * @param change the change, in the system of its entity
   */
  record Changed(Change change) implements Told {}

  /**
   * Nothing that was changed.
   *
   * @param why one sentence
   */
  record Nothing(String why) implements Told {}

  /**
   * It can't be understood.
   *
   * @param reason what is wrong, and where
   * @param remedy what would be right
   */
  record Malformed(String reason, String remedy) implements Told {}
}
