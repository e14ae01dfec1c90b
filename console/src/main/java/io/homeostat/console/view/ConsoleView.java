package io.homeostat.console.view;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the console knows, in memory: the newest incidents with everything about them, the stop
 * switch, what people have paused, tables beside their references, and how new each topic's newest
 * record is. Facts may come in any order and more than once; pauses come in the order of their
 * topic. Safe for use by several threads.
 */
public final class ConsoleView {
  private static final Comparator<Incident> NEWEST_FIRST =
      Comparator.comparingLong(Incident::openedMillis).reversed().thenComparing(Incident::id);

  private static final Comparator<ActionFile> NEWEST_PROPOSED =
      Comparator.comparingLong((ActionFile action) -> action.proposal().proposedMillis())
          .reversed()
          .thenComparing(action -> action.proposal().id());

  private final int mostIncidents;
  private final Map<String, Folder> folders = new HashMap<>();
  private final Map<String, Long> newestByTopic = new TreeMap<>();
  private final Map<String, Pause> pauses = new TreeMap<>();
  private final Answers answers = new Answers();
  private final DriftView drift = new DriftView();
  private @Nullable Control control;
  private long version;

  /**
   * A view.
   *
   * @param mostIncidents how many incidents it keeps; the ones updated longest ago are forgotten
   *     first
   */
  public ConsoleView(int mostIncidents) {
    this.mostIncidents = mostIncidents;
  }

  /**
   * Takes a fact in.
   *
   * @param topic where it stood
   * @param appendedMillis when the log took it
   */
  public synchronized void apply(String topic, long appendedMillis, Fact fact) {
    newestByTopic.merge(topic, appendedMillis, Math::max);
    if (fact instanceof Incident incident) {
      file(incident.id(), folder -> folder.take(incident));
      forget();
    } else if (fact instanceof Proposal proposal) {
      file(proposal.incidentId(), folder -> folder.take(proposal));
    } else if (fact instanceof Decision decision) {
      file(decision.incidentId(), folder -> folder.take(decision));
    } else if (fact instanceof Command command) {
      file(command.incidentId(), folder -> folder.take(command));
    } else if (fact instanceof Intent intent) {
      file(intent.incidentId(), folder -> folder.take(intent));
    } else if (fact instanceof ActionNote note) {
      file(note.incidentId(), folder -> folder.take(note));
    } else if (fact instanceof Outcome outcome) {
      file(outcome.incidentId(), folder -> folder.take(outcome));
    } else if (fact instanceof Verdict verdict) {
      file(verdict.incidentId(), folder -> folder.take(verdict));
    } else if (fact instanceof Control next) {
      take(next);
    } else if (fact instanceof Answer answer) {
      answers.take(answer);
    } else if (fact instanceof DriftReport report) {
      drift.take(report);
      version++;
    } else if (fact instanceof Pause pause && topic.equals(Stream.DECISIONS.topic())) {
      take(pause);
    }
  }

  /** The answers to people's words. */
  public Answers answers() {
    return answers;
  }

  /** Tables beside their references. */
  public DriftView drift() {
    return drift;
  }

  /** Every proposed action, newest first. */
  public synchronized List<ActionFile> actions() {
    return folders.values().stream()
        .map(Folder::file)
        .flatMap(file -> file.proposals().stream().map(each -> ActionFile.of(file, each)))
        .sorted(NEWEST_PROPOSED)
        .toList();
  }

  /** One proposed action, if it is known. */
  public synchronized Optional<ActionFile> action(String proposalId) {
    return folders.values().stream()
        .filter(folder -> folder.proposes(proposalId))
        .map(Folder::file)
        .flatMap(
            file ->
                file.proposals().stream()
                    .filter(each -> each.id().equals(proposalId))
                    .map(each -> ActionFile.of(file, each)))
        .findFirst();
  }

  /** The targets that people have paused, and that are still so at a time. */
  public synchronized List<Pause> paused(long nowMillis) {
    return pauses.values().stream()
        .filter(pause -> pause.untilMillis().map(until -> nowMillis < until).orElse(true))
        .toList();
  }

  /** Grows with every change. */
  public synchronized long version() {
    return version;
  }

  /** Incidents that satisfy a condition, newest first. */
  public synchronized List<Incident> incidents(Predicate<Incident> wanted, int limit) {
    return folders.values().stream()
        .map(Folder::incident)
        .filter(Objects::nonNull)
        .filter(wanted)
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  /** Everything about one incident, if there is anything. */
  public synchronized Optional<IncidentFile> file(String incidentId) {
    return Optional.ofNullable(folders.get(incidentId)).map(Folder::file);
  }

  /** Incidents of which anything changed after {@code since}, in the order of the change. */
  public synchronized List<Incident> changedSince(long since) {
    return folders.values().stream()
        .filter(folder -> folder.changedAt() > since)
        .sorted(Comparator.comparingLong(Folder::changedAt))
        .map(Folder::incident)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The stop switch's position, if it was ever set. */
  public synchronized Optional<Control> control() {
    return Optional.ofNullable(control);
  }

  /** The append time of each topic's newest record. */
  public synchronized Map<String, Long> newestByTopic() {
    return Map.copyOf(newestByTopic);
  }

  private void take(Pause pause) {
    if (pause.paused()) {
      pauses.put(pause.target().text(), pause);
    } else {
      pauses.remove(pause.target().text());
    }
    version++;
  }

  private void take(Control next) {
    if (control == null || next.timeMillis() >= control.timeMillis()) {
      control = next;
      version++;
    }
  }

  private void file(String incidentId, Predicate<Folder> take) {
    Folder folder = folders.computeIfAbsent(incidentId, Folder::new);
    if (take.test(folder)) {
      folder.changedAt(++version);
    }
  }

  private void forget() {
    if (folders.size() > mostIncidents) {
      folders.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().changedAt()))
          .map(Map.Entry::getKey)
          .ifPresent(folders::remove);
    }
  }
}
