package io.homeostat.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Verification;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PlanHashTest {
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/idx");
  private static final Planner.PlanContent CONTENT =
      content("act", INDEX, "2s", 30_000, 60_000, "r1");

  private static Planner.PlanContent content(
      String action, EntityId target, String parameter, long before, long limit, String rules) {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("lock_timeout", parameter);
    return new Planner.PlanContent(
        "incident",
        action,
        target,
        List.of(),
        parameters,
        new Verification(
            before, 5_000, 20_000, List.of(new Check(Check.Role.TARGET, target, "s", 0.7))),
        limit,
        rules);
  }

  @Test
  void whateverDecidesTheEffectDecidesTheHash() {
    Set<String> hashes = new TreeSet<>();
    hashes.add(Planner.hash(CONTENT));
    hashes.add(Planner.hash(content("other", INDEX, "2s", 30_000, 60_000, "r1")));
    hashes.add(
        Planner.hash(content("act", EntityId.parse("pg-index:x"), "2s", 30_000, 60_000, "r1")));
    hashes.add(Planner.hash(content("act", INDEX, "3s", 30_000, 60_000, "r1")));
    hashes.add(Planner.hash(content("act", INDEX, "2s", 40_000, 60_000, "r1")));
    hashes.add(Planner.hash(content("act", INDEX, "2s", 30_000, 70_000, "r1")));
    hashes.add(Planner.hash(content("act", INDEX, "2s", 30_000, 60_000, "r2")));

    assertThat(hashes).hasSize(7);
  }

  @Test
  void equalPlansHaveEqualHashes() {
    assertThat(Planner.hash(content("act", INDEX, "2s", 30_000, 60_000, "r1")))
        .isEqualTo(Planner.hash(CONTENT))
        .matches("[0-9a-f]{64}");
  }
}
