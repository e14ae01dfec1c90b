package io.homeostat.core.govern;

import io.homeostat.core.lane.Output;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One event of a random course.
 *
 * @param kind what happens
 * @param choice to whom, and how; every number means something
 */
record Deed(Kind kind, int choice) {

  enum Kind {
    PROPOSE,
    PROPOSE_AGAIN,
    INTENT,
    OUTCOME,
    VERDICT,
    APPROVE,
    DENY,
    PAUSE,
    RESUME,
    STOP,
    START,
    MOMENT,
    MINUTES,
    DAYS
  }

  private static final List<Outcome.Result> OUTCOMES = List.of(Outcome.Result.values());
  private static final List<Verdict.Result> VERDICTS = List.of(Verdict.Result.values());
  private static final List<String> SYSTEMS =
      List.of("rag1", "rag2", "leisure", "grave", "manual", "shown");
  private static final List<String> PEOPLE = List.of("ann", "bob", "cid");

  /** Plays a whole course. */
  static GovernorLane play(List<Deed> deeds) {
    GovernorLane lane = new GovernorLane();
    begin(lane);
    deeds.forEach(deed -> deed.in(lane));
    return lane;
  }

  static void begin(GovernorLane lane) {
    lane.document("rules", Plans.RULES);
    lane.pass(0);
  }

  /** Lets it happen; what came out. */
  List<Output> in(GovernorLane lane) {
    int before = lane.outputs().size();
    switch (kind) {
      case PROPOSE -> lane.append(plan(lane));
      case PROPOSE_AGAIN -> proposed(lane).ifPresent(lane::append);
      case INTENT -> command(lane).ifPresent(lane::intent);
      case OUTCOME ->
          command(lane)
              .ifPresent(command -> lane.outcome(command, OUTCOMES.get(choice % OUTCOMES.size())));
      case VERDICT ->
          command(lane)
              .ifPresent(command -> lane.verdict(command, VERDICTS.get(choice % VERDICTS.size())));
      case APPROVE -> proposed(lane).ifPresent(plan -> say(lane, plan, Approval.Word.APPROVE));
      case DENY -> proposed(lane).ifPresent(plan -> say(lane, plan, Approval.Word.DENY));
      case PAUSE ->
          rarely(
              () ->
                  lane.pause(
                      Plans.index(choice % 6), true, Optional.of(lane.now() + choice * 500L)));
      case RESUME -> lane.pause(Plans.index(choice % 6), false, Optional.empty());
      case STOP -> rarely(lane::stop);
      case START -> lane.start();
      case MOMENT -> lane.pass(250 + choice);
      case MINUTES -> lane.pass(choice * 1_000L);
      case DAYS -> rarely(() -> lane.pass(choice * 3_600_000L));
    }
    return lane.outputs().subList(before, lane.outputs().size());
  }

  private void rarely(Runnable deed) {
    if (choice % 4 == 0) {
      deed.run();
    }
  }

  /** Now and then with a name that is only claimed, or for another plan. */
  private void say(GovernorLane lane, Proposal plan, Approval.Word word) {
    Person.Known known = choice % 11 == 0 ? Person.Known.CLAIMED : Person.Known.TOKEN;
    String hash = choice % 13 == 0 ? "another" : plan.planHash();
    lane.say(plan, hash, word, PEOPLE.get(choice % PEOPLE.size()), known);
  }

  private Proposal plan(GovernorLane lane) {
    int index = choice % 6;
    List<EntityId> involved =
        switch (choice / 6 % 3) {
          case 0 -> List.of();
          case 1 -> List.of(Plans.TABLE);
          default -> List.of(Plans.index((index + 1) % 6), Plans.index(index));
        };
    return Plans.plan(
        lane.now() - choice % 40 * 1_000L,
        SYSTEMS.get(choice / 18 % SYSTEMS.size()),
        "incident-" + lane.records().size() / 3,
        index,
        involved,
        1 + choice % 2);
  }

  private Optional<Proposal> proposed(GovernorLane lane) {
    List<Proposal> proposals =
        lane.records().stream()
            .filter(record -> record.fact() instanceof Proposal)
            .map(record -> (Proposal) record.fact())
            .toList();
    return pick(proposals.subList(Math.max(0, proposals.size() - 3), proposals.size()));
  }

  /** One of the last commands. */
  private Optional<Command> command(GovernorLane lane) {
    List<Command> commands = lane.commands();
    return pick(commands.subList(Math.max(0, commands.size() - 4), commands.size()));
  }

  private <T> Optional<T> pick(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(choice / 7 % list.size()));
  }
}
