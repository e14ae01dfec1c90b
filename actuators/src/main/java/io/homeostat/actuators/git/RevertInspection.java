package io.homeostat.actuators.git;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Looks whether a revision may be taken back, and prepares the commit that does it. */
final class RevertInspection {
  private final Remote remote;
  private final History history;
  private final Command command;
  private final RevertParameters parameters;

  RevertInspection(Remote remote, Command command, RevertParameters parameters) {
    this.remote = remote;
    this.history = new History(remote);
    this.command = command;
    this.parameters = parameters;
  }

  Preparation inspect() throws IOException {
    Optional<RevCommit> made = history.madeBy(command);
    if (made.isPresent()) {
      return ended(new Result.AlreadyTrue(made.get().name() + " bears this command", details()));
    }
    Optional<String> objection = objection();
    if (objection.isPresent()) {
      return ended(new Result.Refused(objection.get(), details()));
    }
    Repository repository = remote.repository();
    Reversal reversal =
        Reversal.of(
            repository, remote.target().path(), parameters.from(), parameters.to(), remote.head());
    if (!reversal.moved().isEmpty()) {
      return ended(
          new Result.Refused(
              "has moved on since "
                  + Commits.brief(parameters.to())
                  + ", so taking that back would undo more: "
                  + String.join(", ", reversal.moved()),
              details()));
    }
    if (reversal.back().isEmpty()) {
      return ended(
          new Result.AlreadyTrue(
              remote.target().path()
                  + " already is as before "
                  + Commits.brief(parameters.to())
                  + (reversal.already().isEmpty() ? ": the change did not touch it" : ""),
              details()));
    }
    return ready(repository, reversal);
  }

  private Optional<String> objection() throws IOException {
    Optional<Long> newest = history.fence().flatMap(Trailers::fence);
    if (newest.filter(fence -> fence > command.fence()).isPresent()) {
      return Optional.of("a newer grant has acted on this target: fence " + newest.get());
    }
    if (!history.reaches(remote.head(), parameters.to())) {
      return Optional.of(
          Commits.brief(parameters.to())
              + " is not in the history of "
              + remote.target().branch()
              + ": it is not what is deployed from there");
    }
    if (!history.reaches(parameters.to(), parameters.from())) {
      return Optional.of(
          Commits.brief(parameters.from())
              + " is no ancestor of "
              + Commits.brief(parameters.to())
              + ": the change did not lead forward from it");
    }
    return Optional.empty();
  }

  private Preparation ready(Repository repository, Reversal reversal) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      Holds holds;
      try {
        holds = Holds.parse(text(repository));
      } catch (IllegalArgumentException e) {
        return ended(
            new Result.Refused(
                remote.target().holds() + " can't be added to: " + e.getMessage(), details()));
      }
      String held = after(holds, repository).text();
      ObjectId tree =
          reversal.write(repository, inserter, remote.head(), remote.target().holds(), held);
      ObjectId commit = Commits.revert(inserter, remote, command, parameters, tree);
      ObjectId fence =
          Commits.fence(
              inserter, command, history.fence(), "git.revert of " + parameters.to().name());
      List<Remote.Move> moves = List.of(remote.branchTo(commit), remote.fenceTo(fence));
      SortedMap<String, String> details = details();
      details.putAll(RevertParameters.undo(command, remote.head(), commit));
      return new Preparation.Ready(new RevertGrip(remote, moves, commit, details));
    }
  }

  private Holds after(Holds before, Repository repository) throws IOException {
    if (parameters.release().isPresent()) {
      return before.without(parameters.release().get());
    }
    return before.with(
        parameters.to().name(),
        content(repository).name(),
        command.id(),
        Instant.ofEpochMilli(command.grantedMillis()).toString());
  }

  /** What was deployed by the revision: the folder's tree. */
  private ObjectId content(Repository repository) throws IOException {
    return find(repository, parameters.to(), remote.target().path())
        .orElseThrow(
            () -> new IOException(remote.target().path() + " is not in " + parameters.to().name()));
  }

  private String text(Repository repository) throws IOException {
    Optional<ObjectId> file = find(repository, remote.head(), remote.target().holds());
    return file.isEmpty()
        ? ""
        : new String(repository.open(file.get()).getBytes(), StandardCharsets.UTF_8);
  }

  private static Optional<ObjectId> find(Repository repository, ObjectId commit, String path)
      throws IOException {
    try (RevWalk revisions = new RevWalk(repository);
        TreeWalk found =
            TreeWalk.forPath(repository, path, revisions.parseCommit(commit).getTree())) {
      return found == null ? Optional.empty() : Optional.of(found.getObjectId(0));
    }
  }

  private SortedMap<String, String> details() throws IOException {
    TreeMap<String, String> details = new TreeMap<>();
    details.put("repository", remote.target().url().toString());
    details.put("branch", remote.target().branch());
    details.put("head_before", remote.head().name());
    details.put("reverted", parameters.to().name());
    details.put("back_to", parameters.from().name());
    return details;
  }

  private static Preparation ended(Result.Known result) {
    return new Preparation.Ended(result);
  }
}
