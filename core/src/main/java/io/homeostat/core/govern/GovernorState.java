package io.homeostat.core.govern;

import static io.homeostat.core.govern.GovernorTables.ONLY;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EntityId;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The governor's state in the words of governing, for the time of one record. Every question costs
 * a few look-ups by key, however many actions and targets there are.
 */
final class GovernorState {
  private final Cells cells;

  GovernorState(Cells cells) {
    this.cells = cells;
  }

  Cells cells() {
    return cells;
  }

  /** The lane's time; none before the first tick. */
  Optional<Long> now() {
    return cells.get(GovernorTables.CLOCK, ONLY).map(GovernorTables.Clock::nowMillis);
  }

  void now(long nowMillis) {
    cells.put(GovernorTables.CLOCK, ONLY, new GovernorTables.Clock(nowMillis));
  }

  Ledger ledger() {
    return cells.get(GovernorTables.LEDGER, ONLY).orElse(Ledger.EMPTY);
  }

  void ledger(UnaryOperator<Ledger> change) {
    cells.put(GovernorTables.LEDGER, ONLY, change.apply(ledger()));
  }

  StopSwitch stop() {
    return cells.get(GovernorTables.SWITCH, ONLY).orElse(StopSwitch.RUNNING);
  }

  void stop(StopSwitch position) {
    cells.put(GovernorTables.SWITCH, ONLY, position);
  }

  Optional<GovernorTables.Seen> seen(String proposalId) {
    return cells.get(GovernorTables.SEEN, proposalId);
  }

  void see(String proposalId, GovernorTables.Seen seen) {
    cells.put(GovernorTables.SEEN, proposalId, seen);
    due(seen.keepMillis(), Due.PROPOSAL, proposalId);
  }

  Optional<Plan> plan(String incidentId) {
    return cells.get(GovernorTables.PLANS, incidentId);
  }

  void plan(String incidentId, Plan plan) {
    cells.put(GovernorTables.PLANS, incidentId, plan);
    due(plan.keepMillis(), Due.PLAN, incidentId);
  }

  Optional<OpenAction> action(String commandId) {
    return cells.get(GovernorTables.ACTIONS, commandId);
  }

  void action(OpenAction action) {
    cells.put(GovernorTables.ACTIONS, action.commandId(), action);
    if (action.dueMillis() != OpenAction.NEVER_MILLIS) {
      due(action.dueMillis(), Due.ACTION, action.commandId());
    }
  }

  /** The locks that stand on a target and what is involved. */
  List<Circumstances.HeldLock> locks(EntityId target, List<EntityId> involved) {
    return OpenAction.locked(target, involved)
        .map(EntityId::text)
        .flatMap(
            entity ->
                cells.get(GovernorTables.LOCKS, entity).stream()
                    .map(command -> new Circumstances.HeldLock(entity, command)))
        .toList();
  }

  /** Locks what an action needs, and counts it as open. */
  void open(OpenAction action) {
    action
        .locked()
        .forEach(entity -> cells.put(GovernorTables.LOCKS, entity.text(), action.commandId()));
    cells.put(GovernorTables.SYSTEMS, action.system(), openIn(action.system()) + 1);
    action(action);
  }

  /** Frees what an action had locked, and counts it as closed. */
  void close(OpenAction action, OpenAction.Phase how, long nowMillis) {
    action.locked().forEach(entity -> cells.remove(GovernorTables.LOCKS, entity.text()));
    int left = openIn(action.system()) - 1;
    if (left == 0) {
      cells.remove(GovernorTables.SYSTEMS, action.system());
    } else {
      cells.put(GovernorTables.SYSTEMS, action.system(), left);
    }
    ledger(ledger -> ledger.closed(how));
    action(action.in(how, nowMillis + Memory.ACTION_MILLIS));
  }

  int openIn(String system) {
    return cells.get(GovernorTables.SYSTEMS, system).orElse(0);
  }

  Optional<Rest> rest(EntityId target) {
    return cells.get(GovernorTables.RESTS, target.text());
  }

  void rest(EntityId target, Rest rest) {
    cells.put(GovernorTables.RESTS, target.text(), rest);
    due(rest.keepMillis(), Due.REST, target.text());
  }

  Tries tries(String action, EntityId target) {
    return cells.get(GovernorTables.TRIES, triesKey(action, target)).orElse(Tries.NONE);
  }

  void tries(String action, EntityId target, Tries tries) {
    cells.put(GovernorTables.TRIES, triesKey(action, target), tries);
    due(tries.keepMillis(), Due.TRIES, triesKey(action, target));
  }

  void forgetTries(String action, EntityId target) {
    cells.remove(GovernorTables.TRIES, triesKey(action, target));
  }

  Optional<Request> request(String incidentId) {
    return cells.get(GovernorTables.REQUESTS, incidentId);
  }

  /** Keeps a request; while it is live, its proposal counts as awaiting. */
  void request(Request request) {
    cells.put(GovernorTables.REQUESTS, request.incidentId(), request);
    due(request.untilMillis(), Due.AWAITED, request.incidentId());
    awaiting(request.proposal().id(), request.live() ? request.untilMillis() : 0);
  }

  /** Ends a request, and remembers how. */
  void end(Request request, String how, long nowMillis) {
    cells.remove(GovernorTables.REQUESTS, request.incidentId());
    awaiting(request.proposal().id(), 0);
    ending(request.proposal().id(), how, nowMillis);
  }

  /** Remembers how the wait of a proposal for people ended. */
  void ending(String proposalId, String how, long nowMillis) {
    Ending ending = new Ending(how, nowMillis + Memory.PROPOSAL_MILLIS);
    cells.put(GovernorTables.ENDINGS, proposalId, ending);
    due(ending.keepMillis(), Due.ENDING, proposalId);
  }

  Optional<Ending> ending(String proposalId) {
    return cells.get(GovernorTables.ENDINGS, proposalId);
  }

  private void awaiting(String proposalId, long untilMillis) {
    seen(proposalId)
        .ifPresent(
            seen ->
                cells.put(
                    GovernorTables.SEEN,
                    proposalId,
                    new GovernorTables.Seen(untilMillis, seen.keepMillis())));
  }

  /** What people have paused of a target and what is involved. */
  List<Pausing> paused(EntityId target, List<EntityId> involved, long nowMillis) {
    return OpenAction.locked(target, involved)
        .flatMap(entity -> cells.get(GovernorTables.PAUSES, entity.text()).stream())
        .filter(pause -> nowMillis < pause.untilMillis())
        .toList();
  }

  void pause(Pausing pause) {
    cells.put(GovernorTables.PAUSES, pause.target(), pause);
    if (pause.untilMillis() != Pausing.NEVER_MILLIS) {
      due(pause.untilMillis(), Due.PAUSE, pause.target());
    }
  }

  void resume(EntityId target) {
    cells.remove(GovernorTables.PAUSES, target.text());
  }

  /** Lets a key come out at a time. */
  void due(long timeMillis, Due what, String key) {
    GovernorTables.DUE.schedule(cells, timeMillis, what.name() + "/" + key);
  }

  /** Forgets what is no longer of use at a time. */
  void forget(Due what, String key, long nowMillis) {
    switch (what) {
      case PROPOSAL -> forget(GovernorTables.SEEN, key, nowMillis, GovernorTables.Seen::keepMillis);
      case PLAN -> forget(GovernorTables.PLANS, key, nowMillis, Plan::keepMillis);
      case REST -> forget(GovernorTables.RESTS, key, nowMillis, Rest::keepMillis);
      case TRIES -> forget(GovernorTables.TRIES, key, nowMillis, Tries::keepMillis);
      case ENDING -> forget(GovernorTables.ENDINGS, key, nowMillis, Ending::keepMillis);
      case PAUSE -> forget(GovernorTables.PAUSES, key, nowMillis, Pausing::untilMillis);
      case ACTION, AWAITED ->
          throw new IllegalArgumentException(what + " has more to do than to be forgotten");
    }
  }

  private <V> void forget(Table<V> table, String key, long nowMillis, ToLongFunction<V> until) {
    cells
        .get(table, key)
        .filter(value -> until.applyAsLong(value) <= nowMillis)
        .ifPresent(value -> cells.remove(table, key));
  }

  private static String triesKey(String action, EntityId target) {
    return action + " " + target.text();
  }

  /** What may be due. */
  enum Due {
    ACTION,
    AWAITED,
    PROPOSAL,
    PLAN,
    REST,
    TRIES,
    ENDING,
    PAUSE
  }
}
