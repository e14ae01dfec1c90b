package io.homeostat.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Verification;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class EffectTest {
  private static final long PROPOSED = 1_000_000;
  private static final Attempt ATTEMPT =
      new Attempt(
          "p",
          "playbook",
          Facts.INDEX,
          "cause",
          new Cause(Facts.INDEX, "kind"),
          PROPOSED - 10_000,
          "act",
          1,
          new Verification(30_000, 5_000, 20_000, List.of()),
          PROPOSED,
          PROPOSED + 60_000,
          60_000,
          1,
          "c");

  private static Effect effect(Outcome.Result result, long began, long ended, long appended) {
    Outcome outcome =
        new Outcome(
            "c", "p", "i", "rag", Facts.INDEX, "act", result, "", new TreeMap<>(), began, ended);
    return Effect.of(ATTEMPT, outcome, appended);
  }

  @Test
  void actuatorsTimesCountWhereTheLogAgrees() {
    assertThat(effect(Outcome.Result.APPLIED, PROPOSED + 2_000, PROPOSED + 6_000, PROPOSED + 6_100))
        .isEqualTo(new Effect(PROPOSED + 2_000, PROPOSED + 6_000, false));
  }

  @Test
  void outcomeThatIsFoundOutLaterKeepsItsTimes() {
    assertThat(
            effect(Outcome.Result.APPLIED, PROPOSED + 2_000, PROPOSED + 6_000, PROPOSED + 900_000))
        .isEqualTo(new Effect(PROPOSED + 2_000, PROPOSED + 6_000, false));
  }

  @Test
  void clockAheadOrBehindIsReplacedByTheLogs() {
    Effect expected = new Effect(PROPOSED + 2_000, PROPOSED + 6_000, false);
    for (long skew : new long[] {3_600_000, -3_600_000}) {
      assertThat(
              effect(
                  Outcome.Result.APPLIED,
                  PROPOSED + 2_000 + skew,
                  PROPOSED + 6_000 + skew,
                  PROPOSED + 6_000))
          .isEqualTo(expected);
    }
  }

  @Test
  void endBeforeTheBeginningIsReplacedByTheLogs() {
    assertThat(effect(Outcome.Result.APPLIED, PROPOSED + 9_000, PROPOSED + 6_000, PROPOSED + 9_500))
        .isEqualTo(new Effect(PROPOSED + 9_500, PROPOSED + 9_500, false));
  }

  @Test
  void whatWasAlreadySoIsComparedWithTheTimeOfTheProposal() {
    assertThat(
            effect(
                Outcome.Result.ALREADY_TRUE, PROPOSED + 2_000, PROPOSED + 2_000, PROPOSED + 2_100))
        .isEqualTo(new Effect(PROPOSED, PROPOSED + 2_000, true));
  }
}
