package io.homeostat.core.govern;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Table;
import java.util.ArrayList;
import java.util.List;

/** All that the governor keeps between records. */
final class GovernorTables {

  /** The lane's time. */
  record Clock(long nowMillis) {}

  /** A context document in force. */
  record Document(String version, String text) {}

  /**
   * A proposal that was taken in.
   *
   * @param awaitingUntilMillis until when it waits for an approval; 0 when it doesn't
   * @param keepMillis until when it is remembered
   */
  record Seen(long awaitingUntilMillis, long keepMillis) {}

  /** The key of tables that hold one value. */
  static final String ONLY = "";

  static final Table<Clock> CLOCK = new Table<>("govern.clock", Forms.of(Clock.class));
  static final Table<Ledger> LEDGER = new Table<>("govern.ledger", Forms.of(Ledger.class));
  static final Table<AuditHead> AUDIT = new Table<>("govern.audit", Forms.of(AuditHead.class));
  static final Table<StopSwitch> SWITCH = new Table<>("govern.switch", Forms.of(StopSwitch.class));

  /** By the document's key. */
  static final Table<Document> DOCUMENTS =
      new Table<>("govern.documents", Forms.of(Document.class));

  /** By proposal. */
  static final Table<Seen> SEEN = new Table<>("govern.seen", Forms.of(Seen.class));

  /** By incident. */
  static final Table<Plan> PLANS = new Table<>("govern.plans", Forms.of(Plan.class));

  /** By command. */
  static final Table<OpenAction> ACTIONS =
      new Table<>("govern.actions", Forms.of(OpenAction.class));

  /** The command that holds an entity, by the entity's text. */
  static final Table<String> LOCKS = new Table<>("govern.locks", Forms.of(String.class));

  /** How many actions are open, by system. */
  static final Table<Integer> SYSTEMS = new Table<>("govern.systems", Forms.of(Integer.class));

  /** By the target's text. */
  static final Table<Rest> RESTS = new Table<>("govern.rests", Forms.of(Rest.class));

  /** By action and target. */
  static final Table<Tries> TRIES = new Table<>("govern.tries", Forms.of(Tries.class));

  /** What waits for people, by incident: at most one for each. */
  static final Table<Request> REQUESTS = new Table<>("govern.requests", Forms.of(Request.class));

  /** How the wait for people ended, by proposal. */
  static final Table<Ending> ENDINGS = new Table<>("govern.endings", Forms.of(Ending.class));

  /** By the target's text. */
  static final Table<Pausing> PAUSES = new Table<>("govern.pauses", Forms.of(Pausing.class));

  static final DueQueue DUE = new DueQueue("govern.due", 1_000);

  private GovernorTables() {}

  static List<Table<?>> all() {
    List<Table<?>> tables =
        new ArrayList<>(
            List.of(
                CLOCK, LEDGER, AUDIT, SWITCH, DOCUMENTS, SEEN, PLANS, ACTIONS, LOCKS, SYSTEMS,
                RESTS, TRIES, REQUESTS, ENDINGS, PAUSES));
    tables.addAll(DUE.tables());
    return tables;
  }
}
