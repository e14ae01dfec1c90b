package io.homeostat.actuators.git;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit that is ready to be pushed, together with the fence's next step: both are taken, or
 * none, and only where branch and fence still are what they were when the commit was made.
 */
final class RevertGrip implements Actuator.Grip {
  private static final Logger log = LoggerFactory.getLogger(RevertGrip.class);

  private final Remote remote;
  private final List<Remote.Move> moves;
  private final ObjectId commit;
  private final SortedMap<String, String> details;

  RevertGrip(
      Remote remote, List<Remote.Move> moves, ObjectId commit, SortedMap<String, String> details) {
    this.remote = remote;
    this.moves = moves;
    this.commit = commit;
    this.details = new TreeMap<>(details);
    this.details.put("commit", commit.name());
  }

  @Override
  public Result apply(Permit permit, Notes notes) {
    Optional<String> refusal = permit.refusal();
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get(), details);
    }
    notes.say("Pushing " + Commits.brief(commit) + " to " + remote.target().branch());
    try {
      return told(remote.push(moves));
    } catch (IOException | RuntimeException e) {
      return new Result.Unknown(
          remote.target().url() + " did not say what came of the push: " + e.getMessage(), details);
    }
  }

  private Result told(Collection<RemoteRefUpdate> updates) {
    if (updates.stream().allMatch(each -> each.getStatus() == RemoteRefUpdate.Status.OK)) {
      return new Result.Applied(
          remote.target().branch() + " has " + Commits.brief(commit) + " now", details);
    }
    String words =
        updates.stream()
            .map(each -> each.getRemoteName() + ": " + each.getStatus() + message(each))
            .collect(Collectors.joining("; "));
    boolean untold =
        updates.stream()
            .map(RemoteRefUpdate::getStatus)
            .anyMatch(
                status ->
                    status == RemoteRefUpdate.Status.OK
                        || status == RemoteRefUpdate.Status.AWAITING_REPORT
                        || status == RemoteRefUpdate.Status.NOT_ATTEMPTED);
    if (untold) {
      return new Result.Unknown("it is not told what came of the push: " + words, details);
    }
    return movedOn()
        ? new Result.Refused("the branch moved on meanwhile; nothing was pushed: " + words, details)
        : new Result.Failed("the server took nothing: " + words, details);
  }

  /** Whether another push came first: the server says only that it took nothing. */
  private boolean movedOn() {
    try (Remote now = Remote.read(remote.target(), remote.timeoutSeconds())) {
      return !now.head().equals(remote.head()) || !now.fence().equals(remote.fence());
    } catch (IOException e) {
      log.debug("it can't be told why the push was not taken", e);
      return false;
    }
  }

  private static String message(RemoteRefUpdate update) {
    return update.getMessage() == null ? "" : " (" + update.getMessage() + ")";
  }

  @Override
  public void close() {
    remote.close();
  }
}
