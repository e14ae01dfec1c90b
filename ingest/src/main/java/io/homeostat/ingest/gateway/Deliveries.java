package io.homeostat.ingest.gateway;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which signed requests were taken, so that one that was overheard can't be sent again. Holds the
 * last of them, up to a limit.
 */
final class Deliveries {
  private final int most;
  private final Set<String> taken = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param most how many are remembered
   */
  Deliveries(int most) {
    this.most = most;
  }

  /**
   * Notes a delivery as taken.
   *
   * @param sender whose
   * @param id its id, the same for the same delivery
   * @throws Refusal when it was taken before
   */
  synchronized void take(String sender, String id) throws Refusal {
    if (!taken.add(sender + ' ' + id)) {
      throw new Refusal(
          Refusal.Cause.REPLAYED, "this delivery was taken before; sign what is new anew");
    }
    Iterator<String> eldest = taken.iterator();
    while (taken.size() > most) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Forgets a delivery that Kafka did not take after all: it may come again. */
  synchronized void forget(String sender, String id) {
    taken.remove(sender + ' ' + id);
  }
}
