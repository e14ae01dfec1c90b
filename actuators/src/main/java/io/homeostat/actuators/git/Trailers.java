package io.homeostat.actuators.git;

import io.homeostat.core.model.Command;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;

/** The marks that Homeostat leaves in the messages of its commits. */
final class Trailers {
  private static final String COMMAND = "Homeostat-Command";
  private static final String INCIDENT = "Homeostat-Incident";
  private static final String FENCE = "Homeostat-Fence";

  private Trailers() {}

  /** What identifies a command, as the last paragraph of a message. */
  static String of(Command command) {
    return COMMAND
        + ": "
        + command.id()
        + "\n"
        + INCIDENT
        + ": "
        + command.incidentId()
        + "\n"
        + FENCE
        + ": "
        + command.fence()
        + "\n";
  }

  /** The command that a commit was made by, if it was by one. */
  static Optional<String> command(RevCommit commit) {
    return first(commit, COMMAND);
  }

  /** The fence of the grant that a commit was made under. */
  static Optional<Long> fence(RevCommit commit) {
    return first(commit, FENCE).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  private static Optional<String> first(RevCommit commit, String key) {
    List<String> lines = commit.getFooterLines(key);
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0).strip());
  }
}
