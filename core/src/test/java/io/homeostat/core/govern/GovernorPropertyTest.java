package io.homeostat.core.govern;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateExport;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Proposal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** The invariants, over random courses of events. */
final class GovernorPropertyTest {

  @Provide
  Arbitrary<List<Deed>> deeds() {
    Arbitrary<Deed.Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Deed.Kind.PROPOSE),
            Tuple.of(1, Deed.Kind.PROPOSE_AGAIN),
            Tuple.of(2, Deed.Kind.INTENT),
            Tuple.of(3, Deed.Kind.OUTCOME),
            Tuple.of(3, Deed.Kind.VERDICT),
            Tuple.of(9, Deed.Kind.APPROVE),
            Tuple.of(1, Deed.Kind.DENY),
            Tuple.of(1, Deed.Kind.PAUSE),
            Tuple.of(1, Deed.Kind.RESUME),
            Tuple.of(1, Deed.Kind.STOP),
            Tuple.of(2, Deed.Kind.START),
            Tuple.of(3, Deed.Kind.MOMENT),
            Tuple.of(2, Deed.Kind.MINUTES),
            Tuple.of(1, Deed.Kind.DAYS));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
        .as(Deed::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(100);
  }

  @Property(tries = 150)
  void duplicatingRecordsChangesNothing(@ForAll("deeds") List<Deed> deeds) {
    GovernorLane lane = Deed.play(deeds);
    PlainRunner twice = new PlainRunner(new GovernorFold(), Lanes.LOCAL, 0);
    List<Fact> facts = new ArrayList<>();
    long offset = 0;
    for (LaneRecord record : lane.records()) {
      for (int i = 0; i < 2; i++) {
        LaneRecord copy =
            new LaneRecord(offset, record.appendedMillis(), record.origin(), record.fact());
        offset++;
        facts.addAll(decided(twice.apply(copy)));
      }
    }

    assertThat(facts).isEqualTo(decided(lane.outputs()));
  }

  @Property(tries = 150)
  void aGovernorResumedFromItsExportedStateGoesOnAsIfNothingHadBeen(
      @ForAll("deeds") List<Deed> deeds, @ForAll @IntRange(min = 0, max = 100) int percent) {
    GovernorLane lane = Deed.play(deeds);
    int cut = lane.records().size() * percent / 100;
    PlainRunner first = new PlainRunner(new GovernorFold(), Lanes.LOCAL, 0);
    List<Output> outputs = new ArrayList<>(first.run(lane.records().subList(0, cut)));
    PlainRunner second = PlainRunner.resume(new GovernorFold(), Lanes.LOCAL, first.export());
    outputs.addAll(second.run(lane.records().subList(cut, lane.records().size())));

    assertThat(outputs.stream().map(GovernorPropertyTest::comparable).toList())
        .isEqualTo(lane.outputs().stream().map(GovernorPropertyTest::comparable).toList());
    assertThat(second.export()).isEqualTo(lane.runner().export());
  }

  @Property(tries = 150)
  void everyGrantPassedEveryGateAndNothingIsGrantedWhileStopped(@ForAll("deeds") List<Deed> deeds) {
    boolean stopped = false;
    GovernorLane lane = new GovernorLane();
    Deed.begin(lane);
    for (Deed deed : deeds) {
      for (Output output : deed.in(lane)) {
        if (output.fact() instanceof Decision decision
            && decision.result() == Decision.Result.GRANTED) {
          assertThat(stopped).isFalse();
          assertThat(decision.gates())
              .hasSize(GateRule.ALL.size())
              .allSatisfy(gate -> assertThat(gate.verdict()).isEqualTo(Gate.Answer.PASS));
        }
      }
      if (lane.records().get(lane.records().size() - 1).fact() instanceof Control control) {
        stopped = control.stopped();
      }
    }
    Statistics.collect(lane.commands().size() < 2 ? "few grants" : "grants");
    Statistics.coverage(coverage -> coverage.check("grants").percentage(share -> share > 40));
    assertThat(lane.commands()).extracting(Command::id).doesNotHaveDuplicates();
    assertThat(lane.commands())
        .extracting(Command::fence)
        .isSortedAccordingTo(Long::compare)
        .doesNotHaveDuplicates();
  }

  @Property(tries = 150)
  void openActionsNeverOverlap(@ForAll("deeds") List<Deed> deeds) {
    GovernorLane lane = new GovernorLane();
    Deed.begin(lane);
    for (Deed deed : deeds) {
      deed.in(lane);
      List<OpenAction> open = open(lane);
      Map<String, String> expected = new HashMap<>();
      for (OpenAction action : open) {
        action
            .locked()
            .forEach(
                entity ->
                    assertThat(expected.put(entity.text(), action.commandId()))
                        .as("another lock on %s", entity)
                        .isNull());
      }
      Map<String, String> locks = new HashMap<>();
      ((LaneCells) lane.runner().cells()).forEach(GovernorTables.LOCKS, locks::put);
      assertThat(locks).isEqualTo(expected);
    }
  }

  @Property(tries = 150)
  void acceptedIsCompletedRejectedExpiredAndOpen(@ForAll("deeds") List<Deed> deeds) {
    GovernorLane lane = new GovernorLane();
    Deed.begin(lane);
    for (Deed deed : deeds) {
      deed.in(lane);
      Ledger ledger = lane.ledger();
      long distinct =
          lane.records().stream()
              .filter(record -> record.fact() instanceof Proposal)
              .map(record -> ((Proposal) record.fact()).id())
              .distinct()
              .count();
      assertThat(ledger.accepted()).isEqualTo(distinct);
      assertThat(lane.decisions()).extracting(Decision::id).doesNotHaveDuplicates();
      assertThat(lane.decisions().stream().map(Decision::proposalId).distinct())
          .hasSize((int) distinct);
      assertThat(ledger.awaiting()).isEqualTo(waiting(lane).size());
      assertThat(ledger.open()).isEqualTo(open(lane).size());
      assertThat(ledger.accepted())
          .isEqualTo(
              ledger.completed()
                  + ledger.rejected()
                  + ledger.expired()
                  + ledger.open()
                  + ledger.awaiting());
    }
  }

  @Property(tries = 300)
  void whatAsksForPeopleIsGrantedOnTheirWordAloneAndEachWordCountsOnce(
      @ForAll("deeds") List<Deed> deeds) {
    GovernorLane lane = Deed.play(deeds);
    List<Answer> answers = GovernorLane.facts(lane.outputs(), Stream.DECISIONS, Answer.class);
    Set<String> taken = new TreeSet<>();
    answers.stream().filter(Answer::taken).map(Answer::requestId).forEach(taken::add);
    Set<String> used = new TreeSet<>();
    int grants = 0;
    for (Decision decision : lane.decisions()) {
      int needed =
          switch (decision.system()) {
            case "manual", "leisure" -> 1;
            case "grave" -> 2;
            default -> 0;
          };
      if (decision.result() != Decision.Result.GRANTED || needed == 0) {
        continue;
      }
      grants++;
      Proposal plan = proposal(lane, decision.proposalId());
      List<Approval> words =
          lane.records().stream()
              .filter(record -> record.fact() instanceof Approval)
              .map(record -> (Approval) record.fact())
              .filter(word -> word.word() == Approval.Word.APPROVE && taken.contains(word.id()))
              .filter(word -> word.planHash().equals(plan.planHash()))
              .filter(word -> word.incidentId().equals(plan.incidentId()))
              .filter(word -> !used.contains(word.id()))
              .toList();
      assertThat(words.stream().map(word -> word.who().name()).distinct())
          .hasSizeGreaterThanOrEqualTo(needed);
      words.forEach(word -> used.add(word.id()));
    }
    Statistics.collect(grants == 0 ? "none approved" : "approved");
    Statistics.coverage(coverage -> coverage.check("approved").percentage(share -> share > 2));
  }

  private static Proposal proposal(GovernorLane lane, String id) {
    return lane.records().stream()
        .filter(record -> record.fact() instanceof Proposal plan && plan.id().equals(id))
        .map(record -> (Proposal) record.fact())
        .findFirst()
        .orElseThrow();
  }

  private static List<Request> waiting(GovernorLane lane) {
    List<Request> waiting = new ArrayList<>();
    ((LaneCells) lane.runner().cells())
        .forEach(
            GovernorTables.REQUESTS,
            (incident, request) -> {
              if (request.live()) {
                waiting.add(request);
              }
            });
    return waiting;
  }

  @Property(tries = 150)
  void theAuditIsAWholeChainThatHoldsEveryDecision(@ForAll("deeds") List<Deed> deeds) {
    GovernorLane lane = Deed.play(deeds);

    assertThat(AuditChain.verify(lane.audit(), GovernorFold.auditHead(lane.runner().cells())))
        .isEmpty();
    assertThat(lane.audit("decision"))
        .extracting(entry -> entry.reference())
        .containsExactlyElementsOf(lane.decisions().stream().map(Decision::id).toList());
  }

  /** All but exported states, which also hold how many duplicates were dropped. */
  private static List<Fact> decided(List<Output> outputs) {
    return outputs.stream()
        .filter(output -> output.stream() != Stream.STATES)
        .map(Output::fact)
        .toList();
  }

  /** The output with its bytes by value. */
  private static List<Object> comparable(Output output) {
    Object fact =
        output.fact() instanceof StateExport export
            ? List.of(export.index(), export.count(), Ids.hash(export.bytes()))
            : output.fact();
    return List.of(output.stream(), output.lane(), output.key(), output.origin(), fact);
  }

  private static List<OpenAction> open(GovernorLane lane) {
    List<OpenAction> open = new ArrayList<>();
    ((LaneCells) lane.runner().cells())
        .forEach(
            GovernorTables.ACTIONS,
            (id, action) -> {
              if (action.phase().open()) {
                open.add(action);
              }
            });
    return open;
  }
}
