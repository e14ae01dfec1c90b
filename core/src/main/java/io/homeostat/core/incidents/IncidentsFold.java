package io.homeostat.core.incidents;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Remark;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import java.util.List;
import java.util.function.Function;

/**
 * Correlate, plan and verify, composed: signals of a system become incidents, incidents become
 * proposals, effects become verdicts. To incidents goes every revision; to the telemetry lanes,
 * what must be observed; to the governor, proposals and verdicts.
 */
public final class IncidentsFold implements Fold {
  private static final int VERSION = 2;

  private final Documents documents;

  /** The fold with the rules' and the topology's own parsers. */
  public IncidentsFold() {
    this(RuleParser::parse, TopologyParser::parse);
  }

  /** The fold with other parsers. */
  public IncidentsFold(
      Function<String, RuleSet> ruleParser, Function<String, Topology> topologyParser) {
    this.documents = new Documents(ruleParser, topologyParser);
  }

  @Override
  public String name() {
    return "incidents";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Stream input() {
    return Stream.SIGNALS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of(Stream.GOVERNANCE);
  }

  @Override
  public List<Table<?>> tables() {
    return IncidentTables.all();
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof ContextDocument document) {
      if (documents.take(cells, document)) {
        DocumentStep.apply(desk(cells, record, outputs));
      }
      return;
    }
    Desk desk = desk(cells, record, outputs);
    if (fact instanceof Now now) {
      TimeStep.pass(desk, now);
    } else if (fact instanceof Signal signal) {
      SignalStep.take(desk, signal);
    } else if (fact instanceof Change change) {
      ChangeStep.take(desk, change);
    } else if (fact instanceof Observation observation) {
      ObservationStep.take(desk, observation);
    } else if (fact instanceof Decision decision) {
      ActionStep.decided(desk, decision);
    } else if (fact instanceof Intent intent) {
      ActionStep.intended(desk, intent);
    } else if (fact instanceof ActionNote note) {
      ActionStep.noted(desk, note);
    } else if (fact instanceof Outcome outcome) {
      OutcomeStep.take(desk, outcome, record.appendedMillis());
    } else if (fact instanceof UndoRequest request) {
      UndoStep.take(desk, request);
    } else if (fact instanceof Remark remark) {
      RemarkStep.take(desk, remark);
    }
  }

  /** The lane's time is its newest tick; before the first, the log's own stamp. */
  private Desk desk(Cells cells, LaneRecord record, Outputs outputs) {
    boolean tick = record.fact() instanceof Now;
    if (record.fact() instanceof Now now) {
      cells.put(IncidentTables.CLOCK, IncidentTables.ONLY, now.timeMillis());
    }
    long time =
        cells.get(IncidentTables.CLOCK, IncidentTables.ONLY).orElse(record.appendedMillis());
    return new Desk(cells, outputs, documents.inForce(cells), time, tick);
  }
}
