package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpResponse;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.intake.Rejections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a request says.
 *
 * @param facts what Kafka must have before it is answered
 * @param accepted how many points or records that is
 * @param rejections what is not taken
 * @param answer the answer once Kafka has all facts
 * @param delivery by what its sender knows it among all that it sends, where the body says so
 */
record Reading(
    List<Addressed> facts,
    long accepted,
    Rejections rejections,
    Supplier<HttpResponse> answer,
    Optional<String> delivery) {
  Reading {
    facts = List.copyOf(facts);
  }

  /** What a request says that has no name of its own. */
  Reading(
      List<Addressed> facts, long accepted, Rejections rejections, Supplier<HttpResponse> answer) {
    this(facts, accepted, rejections, answer, Optional.empty());
  }

  /**
   * A fact and where it goes.
   *
   * @param key decides the lane
   */
  record Addressed(Stream stream, String key, Fact fact) {
    private static final int FACT_BYTES = 600;

    /** What it takes in memory until Kafka has it, in bytes, roughly. */
    long weight() {
      if (fact instanceof MetricFrame frame) {
        return FACT_BYTES + 16L * frame.values().length + 2L * frame.series().text().length();
      }
      if (fact instanceof RowChange row) {
        return FACT_BYTES + 2L * (row.key().length() + row.after().map(String::length).orElse(0));
      }
      return fact instanceof EmbeddingVector vector
          ? FACT_BYTES + 2L * vector.values().length
          : FACT_BYTES;
    }
  }
}
