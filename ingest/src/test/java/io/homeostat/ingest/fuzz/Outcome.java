package io.homeostat.ingest.fuzz;

import io.homeostat.ingest.intake.Rejections;
import java.util.List;

/**
 * What came of a batch.
 *
 * @param taken what each record that was taken says
 * @param rejected how many were not
 */
record Outcome(List<String> taken, long rejected) {
  static Outcome of(List<String> taken, Rejections rejections) {
    return new Outcome(taken, rejections.total());
  }
}
