package io.homeostat.demo.rag;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** Decides from a seed what the users ask next, and when. */
public final class TrafficPlan {
  private static final double SHARE_OF_BUSIEST = 0.35;
  private static final double LONGEST_GAP_SECONDS = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final SplittableRandom random;
  private final Demand demand;

  public TrafficPlan(long seed, Demand demand) {
    this.random = new SplittableRandom(seed);
    this.demand = demand;
  }

  /** The time from one request to the next: exponential at the rate of the demand, at most 5 s. */
  public Duration nextGap(Instant now) {
    double seconds = -StrictMath.log(1 - random.nextDouble()) / demand.ratePerSecond(now);
    return Duration.ofNanos((long) (Math.min(seconds, LONGEST_GAP_SECONDS) * NANOS_PER_SECOND));
  }

  /** The next question; about a third comes from the busiest tenant. */
  public Question nextQuestion() {
    boolean busiest = random.nextDouble() < SHARE_OF_BUSIEST;
    int tenant = busiest ? Corpus.BUSIEST_TENANT : 2 + random.nextInt(Corpus.TENANTS - 1);
    return new Question(tenant, Vocabulary.word(random.nextInt(Vocabulary.SIZE)));
  }
}
