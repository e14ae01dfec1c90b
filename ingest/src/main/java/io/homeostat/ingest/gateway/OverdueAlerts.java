package io.homeostat.ingest.gateway;

import io.homeostat.ingest.alert.AlertBook;
import java.util.List;

/**
 * Tells of alerts that their senders no longer repeat that nobody knows whether they still are so.
 *
 * @param book what was last told of each
 * @param delivery the way to Kafka
 */
record OverdueAlerts(AlertBook book, Delivery delivery) {

  /** Tells of those that are overdue; what Kafka does not take is told the next time. */
  void tell(long nowMillis) {
    List<AlertBook.Word> words = book.overdue(nowMillis);
    if (!words.isEmpty()) {
      var unused =
          delivery
              .deliver(words.stream().map(AlertProtocol::addressed).toList())
              .thenRun(() -> book.told(words));
    }
  }
}
