package io.homeostat.actuators.git;

import io.homeostat.core.model.Command;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What a remote's history tells.
 *
 * @param remote the repository as it was read
 */
record History(Remote remote) {

  /** The commit on the branch that a command made, if it has. */
  Optional<RevCommit> madeBy(Command command) throws IOException {
    try (RevWalk walk = new RevWalk(remote.repository())) {
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(remote.head()));
      for (RevCommit commit : walk) {
        if (Trailers.command(commit).filter(command.id()::equals).isPresent()) {
          return Optional.of(commit);
        }
      }
      return Optional.empty();
    }
  }

  /** True when one commit is another, or among its ancestors. */
  boolean reaches(ObjectId from, ObjectId ancestor) throws IOException {
    try (RevWalk walk = new RevWalk(remote.repository())) {
      return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(from));
    } catch (MissingObjectException e) {
      return false;
    }
  }

  /** The newest commit of the target's fence. */
  Optional<RevCommit> fence() throws IOException {
    Optional<ObjectId> fence = remote.fence();
    if (fence.isEmpty()) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(remote.repository())) {
      return Optional.of(walk.parseCommit(fence.get()));
    }
  }
}
