package io.homeostat.schemas.wire;

import io.homeostat.core.form.Forms;
import io.homeostat.core.form.RecordForm;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Progress;
import io.homeostat.core.lane.StateExport;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.EmbeddingReport;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.LogAlias;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Page;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Rebase;
import io.homeostat.core.model.Remark;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of record on the wire.
 *
 * @param type the core record
 * @param form its binary form
 * @param <T> the core record
 */
public record RecordType<T extends Record & Fact>(Class<T> type, RecordForm<T> form) {
  private static final List<RecordType<?>> ALL =
      List.of(
          of(MetricFrame.class),
          of(LogEntry.class),
          of(LogAlias.class),
          of(RowChange.class),
          of(EmbeddingVector.class),
          of(EmbeddingReport.class),
          of(DriftReport.class),
          of(Signal.class),
          of(Change.class),
          of(TableShape.class),
          of(ObservationRequest.class),
          of(Observation.class),
          of(Incident.class),
          of(Proposal.class),
          of(Decision.class),
          of(Command.class),
          of(Intent.class),
          of(ActionNote.class),
          of(Outcome.class),
          of(Verdict.class),
          of(Page.class),
          of(Control.class),
          of(Approval.class),
          of(Pause.class),
          of(UndoRequest.class),
          of(Remark.class),
          of(Rebase.class),
          of(Answer.class),
          of(AuditEntry.class),
          of(DeadLetter.class),
          of(Tick.class),
          of(Progress.class),
          of(ContextChunk.class),
          of(StateExport.class));

  private static final Map<Class<?>, RecordType<?>> BY_CLASS =
      ALL.stream().collect(Collectors.toUnmodifiableMap(RecordType::type, Function.identity()));

  private static <T extends Record & Fact> RecordType<T> of(Class<T> type) {
    return new RecordType<>(type, Forms.ofRecord(type));
  }

  /** Every type. */
  public static List<RecordType<?>> all() {
    return ALL;
  }

  /**
   * The type of a fact.
   *
   * @throws IllegalArgumentException when it has no place on the wire
   */
  public static RecordType<?> of(Fact fact) {
    RecordType<?> type = BY_CLASS.get(fact.getClass());
    if (type == null) {
      throw new IllegalArgumentException(
          fact.getClass().getSimpleName() + " is no record type of the wire");
    }
    return type;
  }

  /** The name in Avro. */
  public String name() {
    return type.getSimpleName();
  }
}
