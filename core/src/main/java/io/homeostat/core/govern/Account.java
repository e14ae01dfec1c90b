package io.homeostat.core.govern;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Ids;
import java.nio.charset.StandardCharsets;

/** Writes the audit for one record: every entry goes out and moves the chain's head. */
final class Account {
  private final GovernorState state;
  private final Outputs outputs;

  Account(GovernorState state, Outputs outputs) {
    this.state = state;
    this.outputs = outputs;
  }

  /** Enters a fact. */
  <F extends Record> void fact(
      String what, String reference, String summary, Class<F> type, F fact) {
    Form<F> form = Forms.of(type);
    ByteSink sink = new ByteSink();
    form.write(fact, sink);
    enter(what, reference, summary, Ids.hash(sink.toByteArray()));
  }

  /** Enters something that has no fact of its own. */
  void text(String what, String reference, String summary) {
    enter(what, reference, summary, Ids.hash(summary.getBytes(StandardCharsets.UTF_8)));
  }

  /** Enters what a person has to see to. */
  void page(String reference, String summary) {
    text("page", reference, summary);
  }

  private void enter(String what, String reference, String summary, String content) {
    AuditHead head =
        state.cells().get(GovernorTables.AUDIT, GovernorTables.ONLY).orElse(AuditHead.NONE);
    AuditEntry entry =
        AuditChain.append(head, state.now().orElse(0L), what, reference, summary, content);
    state
        .cells()
        .put(
            GovernorTables.AUDIT,
            GovernorTables.ONLY,
            new AuditHead(entry.sequence(), entry.hash()));
    outputs.emit(Stream.AUDIT, "", entry);
  }
}
