package io.homeostat.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.correlate.Effect;
import io.homeostat.core.correlate.Watch;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.Verdict;
import io.homeostat.core.model.Verification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JudgeTest {
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/idx");
  private static final EntityId PEER = EntityId.parse("pg-index:demo/rag/peer");
  private static final EntityId SERVICE = EntityId.parse("service:demo/rag/retriever");
  private static final Verification VERIFICATION =
      new Verification(
          30_000,
          5_000,
          20_000,
          List.of(
              new Check(Check.Role.TARGET, INDEX, "pg.index.size", 0.7),
              new Check(Check.Role.SYMPTOM, SERVICE, "latency", 0.8),
              new Check(Check.Role.PEER, PEER, "pg.index.size", 1.2)));
  private static final Watch WATCH =
      Watch.over(new Effect(90_000, 95_000, false), VERIFICATION, List.of());

  /** Before and after of target, symptom and peer. */
  private static Judgement judge(double... pairs) {
    return Judge.judge(
        VERIFICATION,
        WATCH,
        List.of(
            measured(pairs[0], pairs[1]),
            measured(pairs[2], pairs[3]),
            measured(pairs[4], pairs[5])));
  }

  private static Judge.Measured measured(double before, double after) {
    return new Judge.Measured(
        Optional.of(answer(60_000, 90_000, before)), Optional.of(answer(90_000, 120_000, after)));
  }

  private static Observation answer(long from, long to, double value) {
    return new Observation(
        "q",
        "rag",
        INDEX,
        "s",
        from,
        to,
        5_000,
        new long[] {to - 10_000, to - 5_000},
        new double[] {value, value},
        new long[] {1, 1});
  }

  private static Verdict.Result told(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Told.class);
    return ((Judgement.Told) judgement).result();
  }

  private static Verdict.Result recovering(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Recovering.class);
    return ((Judgement.Recovering) judgement).result();
  }

  @Test
  void improvementBesideAStillPeerIsVerified() {
    assertThat(told(judge(100, 30, 40, 10, 50, 50))).isEqualTo(Verdict.Result.VERIFIED);
  }

  @Test
  void boundsThemselvesAreEnough() {
    assertThat(told(judge(100, 70, 40, 32, 50, 60))).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(told(judge(100, 70, 40, 32, 60, 50))).isEqualTo(Verdict.Result.VERIFIED);
  }

  @Test
  void targetThatIsNotBetterIsToldAtOnce() {
    assertThat(told(judge(100, 71, 40, 10, 50, 50))).isEqualTo(Verdict.Result.NOT_IMPROVED);
  }

  @Test
  void symptomThatIsNotBetterMayBeRecovering() {
    assertThat(recovering(judge(100, 30, 40, 33, 50, 50))).isEqualTo(Verdict.Result.NOT_IMPROVED);
    assertThat(recovering(judge(100, 30, 40, 51, 50, 50))).isEqualTo(Verdict.Result.HARMED);
  }

  @Test
  void worseSymptomBesideAMovingPeerIsNoHarmOfOurs() {
    Judgement judgement = judge(100, 30, 40, 80, 50, 90);

    assertThat(told(judgement)).isEqualTo(Verdict.Result.NOT_IMPROVED);
    assertThat(judgement.reason()).startsWith("can't be told to be our doing");
  }

  @Test
  void peerThatImprovedAsMuchMakesItNotOurDoing() {
    Judgement judgement = judge(100, 30, 40, 10, 50, 16);

    assertThat(told(judgement)).isEqualTo(Verdict.Result.NOT_IMPROVED);
    assertThat(judgement.reason()).startsWith("not our doing: the untouched peer improved too");
  }

  @Test
  void oneSeriesWithoutDataMakesAllUnknown() {
    Judgement judgement =
        Judge.judge(
            VERIFICATION,
            WATCH,
            List.of(
                measured(100, 30),
                measured(40, 10),
                new Judge.Measured(Optional.of(answer(60_000, 90_000, 50)), Optional.empty())));

    assertThat(judgement).isInstanceOf(Judgement.Missing.class);
    assertThat(judgement.reason()).isEqualTo("no data before or after for pg.index.size of peer");
    assertThat(judgement.plots().get(2).before()).isEqualTo(50);
    assertThat(judgement.plots().get(2).after()).isNaN();
  }

  @Test
  void reasonSaysTheNumbers() {
    assertThat(judge(41_200_000, 9_800_000, 38, 9, 12e6, 12e6).reason())
        .isEqualTo(
            "size 41.2 MB → 9.8 MB (0.24×), latency of retriever 38 ms → 9 ms (0.24×); peer"
                + " unchanged: size of peer 12 MB → 12 MB (1.00×)");
  }

  @Test
  void plotHasAllPointsOnceInOrder() {
    assertThat(judge(100, 30, 40, 10, 50, 50).plots().get(0).timesMillis())
        .containsExactly(80_000, 85_000, 110_000, 115_000);
  }
}
