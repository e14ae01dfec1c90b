package io.homeostat.console.view;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what belongs to one incident, each fact once, whatever the order in which the logs bring
 * it.
 */
final class Folder {
  private static final int MOST_NOTES = 200;

  private final String incidentId;
  private @Nullable Incident incident;
  private final SortedMap<String, Proposal> proposals = new TreeMap<>();
  private final SortedMap<String, Decision> decisions = new TreeMap<>();
  private final SortedMap<String, Command> commands = new TreeMap<>();
  private final SortedMap<String, Intent> intents = new TreeMap<>();
  private final SortedMap<String, ActionNote> notes = new TreeMap<>();
  private final SortedMap<String, Outcome> outcomes = new TreeMap<>();
  private final SortedMap<String, Verdict> verdicts = new TreeMap<>();
  private long changedAt;

  Folder(String incidentId) {
    this.incidentId = incidentId;
  }

  /** The view's version when this folder last changed. */
  long changedAt() {
    return changedAt;
  }

  void changedAt(long version) {
    changedAt = version;
  }

  @Nullable Incident incident() {
    return incident;
  }

  boolean take(Incident next) {
    if (incident != null && incident.revision() >= next.revision()) {
      return false;
    }
    incident = next;
    return true;
  }

  boolean proposes(String proposalId) {
    return proposals.containsKey(proposalId);
  }

  boolean take(Proposal proposal) {
    return proposals.putIfAbsent(proposal.id(), proposal) == null;
  }

  boolean take(Decision decision) {
    return decisions.putIfAbsent(decision.id(), decision) == null;
  }

  boolean take(Command command) {
    return commands.putIfAbsent(command.id(), command) == null;
  }

  boolean take(Intent intent) {
    return intents.putIfAbsent(intent.commandId(), intent) == null;
  }

  boolean take(ActionNote note) {
    String key = "%020d/%s/%s".formatted(note.timeMillis(), note.commandId(), note.text());
    boolean fresh = notes.putIfAbsent(key, note) == null;
    if (notes.size() > MOST_NOTES) {
      notes.remove(notes.firstKey());
    }
    return fresh;
  }

  boolean take(Outcome outcome) {
    Outcome present = outcomes.get(outcome.commandId());
    if (present != null && (present.result().last() || present.equals(outcome))) {
      return false;
    }
    outcomes.put(outcome.commandId(), outcome);
    return true;
  }

  boolean take(Verdict verdict) {
    return verdicts.putIfAbsent(verdict.id(), verdict) == null;
  }

  IncidentFile file() {
    return new IncidentFile(
        incidentId,
        Optional.ofNullable(incident),
        byTime(proposals.values(), Proposal::proposedMillis),
        byTime(decisions.values(), Decision::decidedMillis),
        byTime(commands.values(), Command::grantedMillis),
        byTime(intents.values(), Intent::timeMillis),
        List.copyOf(notes.values()),
        byTime(outcomes.values(), Outcome::endedMillis),
        byTime(verdicts.values(), Verdict::judgedMillis));
  }

  private static <T> List<T> byTime(Collection<T> items, ToLongFunction<T> time) {
    return items.stream().sorted(Comparator.comparingLong(time)).toList();
  }
}
