package io.homeostat.console.view;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Everything known of one incident. Lists are in order of time, ties by id.
 *
 * @param incidentId the incident
 * @param incident its newest revision; absent while only parts of it have come
 * @param proposals what was proposed
 * @param decisions what was decided, with every gate's verdict
 * @param commands what was granted
 * @param intents what was begun
 * @param notes how far it came
 * @param outcomes what became of it
 * @param verdicts whether it helped
 */
public record IncidentFile(
    String incidentId,
    Optional<Incident> incident,
    List<Proposal> proposals,
    List<Decision> decisions,
    List<Command> commands,
    List<Intent> intents,
    List<ActionNote> notes,
    List<Outcome> outcomes,
    List<Verdict> verdicts) {}
