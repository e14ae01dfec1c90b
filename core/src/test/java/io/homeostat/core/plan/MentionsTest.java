package io.homeostat.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MentionsTest {

  @Test
  void indexedSeriesAreFoundWithEitherQuotes() {
    assertThat(
            Mentions.in(
                "target[\"pg.index.size\"] > 2.0 * peer['pg.index.size'] && target[ 'a' ] < 1.0"))
        .isEqualTo(
            new Mentions(List.of("a", "pg.index.size"), List.of(), List.of("pg.index.size")));
  }

  @Test
  void seriesWithLabelsAreFoundWhole() {
    assertThat(Mentions.in("target['latency.p99{route=\"/search\"}'] > 3.0").target())
        .containsExactly("latency.p99{route=\"/search\"}");
    assertThat(Mentions.in("target[\"latency{route=\\\"/s\\\"}\"] > 3.0").target())
        .containsExactly("latency{route=\"/s\"}");
  }

  @Test
  void testedAndSelectedSeriesAreFound() {
    assertThat(Mentions.in("'a.b' in target && target.`c.d` > 1.0 && peer.plain > 2.0").target())
        .containsExactly("a.b", "c.d");
    assertThat(Mentions.in("peer.plain > 2.0").peer()).containsExactly("plain");
    assertThat(Mentions.in("symptom['errors.ratio'] > 0.1").symptom())
        .containsExactly("errors.ratio");
  }

  @Test
  void macrosAreNoSeries() {
    assertThat(Mentions.in("target.exists(k, k == 'x') && true"))
        .isEqualTo(new Mentions(List.of(), List.of(), List.of()));
  }
}
