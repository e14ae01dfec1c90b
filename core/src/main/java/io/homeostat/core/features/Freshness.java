package io.homeostat.core.features;

import io.homeostat.core.document.Durations;
import io.homeostat.core.rules.FeatureContract;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Was a table written to as lately as the contracts of its features ask? */
final class Freshness {
  /** What is judged of a feature, before its name. */
  static final String SUBJECT = "fresh ";

  private static final String KIND = "stale-data";
  private static final long AGAIN_MILLIS = 60_000;

  private Freshness() {}

  /** The strictest of the contracts, if one asks for freshness. */
  static Optional<Long> strictest(List<FeatureContract> contracts) {
    return contracts.stream().flatMap(one -> one.freshMillis().stream()).min(Long::compare);
  }

  /** A row was written. */
  static void written(Notices notices, List<FeatureContract> contracts) {
    for (FeatureContract contract : contracts) {
      if (contract.freshMillis().isPresent()) {
        notices.end(SUBJECT + contract.name(), contract.table().name() + " is written to again");
      }
    }
  }

  /**
   * A time has passed; when to look again.
   *
   * @param door the door that told of the table's rows
   * @param heardMillis when the last was told of
   */
  static long look(
      Notices notices,
      List<FeatureContract> contracts,
      LaneClock clock,
      String door,
      long heardMillis) {
    long now = clock.nowMillis();
    boolean silenced = clock.doors().containsKey(door) && !clock.open(door);
    long since = Math.max(heardMillis, clock.steadySinceMillis());
    if (clock.open(door)) {
      since = Math.max(since, clock.doorSinceMillis(door));
    }
    long next = Long.MAX_VALUE;
    for (FeatureContract contract : contracts) {
      if (contract.freshMillis().isPresent()) {
        long due = since + contract.freshMillis().get();
        if (silenced) {
          silenced(notices, contract, door);
        } else if (now >= due) {
          stale(notices, contract, heardMillis);
        } else if (now < heardMillis + contract.freshMillis().get()) {
          notices.end(
              SUBJECT + contract.name(),
              contract.table().name() + " was written to as lately as its contract asks now");
        }
        next = Math.min(next, silenced || now >= due ? now + AGAIN_MILLIS : due);
      }
    }
    return next;
  }

  private static void silenced(Notices notices, FeatureContract contract, String door) {
    notices.unknown(
        SUBJECT + contract.name(),
        "the door "
            + door
            + ", by which its rows come, is closed: nothing tells whether "
            + contract.table().name()
            + " is written to");
  }

  private static void stale(Notices notices, FeatureContract contract, long heardMillis) {
    long fresh = contract.freshMillis().orElse(0L);
    notices.fire(
        SUBJECT + contract.name(),
        new Notices.Finding(
            contract.table(),
            contract.name(),
            KIND,
            contract.severity(),
            1,
            heardMillis + fresh,
            (notices.nowMillis() - heardMillis) / 1e3,
            fresh / 1e3,
            String.format(
                Locale.ROOT,
                "no row was written to %s for more than %s: %s",
                contract.table().name(),
                Durations.format(fresh),
                contract.words())));
  }
}
