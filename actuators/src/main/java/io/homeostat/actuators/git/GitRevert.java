package io.homeostat.actuators.git;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.GitTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/**
 * Takes back what a deployment brought, where the deployer takes it from: one commit on the branch,
 * which also holds what it takes back. The identity lives in that commit, as a trailer; the fencing
 * token in a ref of Homeostat's own in the same repository. Each push moves both or none, and only
 * from where they were read.
 */
public final class GitRevert implements Actuator {
  /** The action's name. */
  public static final String ACTION = "git.revert";

  private static final int RECOVERY_TIMEOUT_SECONDS = 15;

  private final Path targets;

  /** An actuator for the repositories in a file; see {@link GitTarget}. */
  public GitRevert(Path targets) {
    this.targets = targets;
  }

  @Override
  public String action() {
    return ACTION;
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    try {
      RevertParameters parameters = RevertParameters.of(command);
      Remote remote = Remote.read(target(command), parameters.timeoutSeconds());
      Preparation preparation;
      try {
        preparation = new RevertInspection(remote, command, parameters).inspect();
      } catch (IOException | RuntimeException e) {
        remote.close();
        throw e;
      }
      if (!(preparation instanceof Preparation.Ready)) {
        remote.close();
      }
      return preparation;
    } catch (IllegalArgumentException | IOException e) {
      return new Preparation.Ended(new Result.Refused(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Looks for the command's mark on the branch. Where it is missing, a push may still be under way:
   * the fence is moved on, after which that push can't be taken any more; only then it is certain
   * that it was never begun.
   */
  @Override
  public Recovery recover(Command command, Notes notes) {
    try (Remote remote = Remote.read(target(command), RECOVERY_TIMEOUT_SECONDS)) {
      History history = new History(remote);
      Optional<RevCommit> made = history.madeBy(command);
      if (made.isPresent()) {
        return new Recovery.Ended(applied(remote, command, made.get()));
      }
      return shutOut(remote, history, command)
          ? new Recovery.NeverBegun()
          : new Recovery.NotYet("the target's fence moved while it was read");
    } catch (IOException e) {
      return new Recovery.NotYet("the target could not be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Recovery.NotYet(String.valueOf(e.getMessage()));
    }
  }

  private static boolean shutOut(Remote remote, History history, Command command)
      throws IOException {
    ObjectId fence;
    try (ObjectInserter inserter = remote.repository().newObjectInserter()) {
      fence =
          Commits.fence(inserter, command, history.fence(), "what was begun before is shut out");
    }
    return remote.push(List.of(remote.fenceTo(fence))).stream()
        .allMatch(each -> each.getStatus() == RemoteRefUpdate.Status.OK);
  }

  private static Result.Applied applied(Remote remote, Command command, RevCommit made) {
    TreeMap<String, String> details = new TreeMap<>();
    details.put("repository", remote.target().url().toString());
    details.put("branch", remote.target().branch());
    details.put("commit", made.name());
    details.putAll(RevertParameters.undo(command, made.getParent(0), made));
    return new Result.Applied(
        Commits.brief(made) + " on " + remote.target().branch() + " bears this command's mark",
        details);
  }

  private GitTarget target(Command command) throws IOException {
    return GitTarget.find(targets, command.target(), "actuator")
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no repository of "
                        + command.target()
                        + " with an actuator's role is in "
                        + targets));
  }
}
