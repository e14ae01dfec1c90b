package io.homeostat.actuators.git;

import io.homeostat.core.model.Command;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Makes Homeostat's commits. All in them comes from the command and from what they stand on, so one
 * made twice is the same commit.
 */
final class Commits {
  private static final int BRIEF = 7;

  private Commits() {}

  /** A commit on the branch that takes a revision back. */
  static ObjectId revert(
      ObjectInserter inserter,
      Remote remote,
      Command command,
      RevertParameters parameters,
      ObjectId tree)
      throws IOException {
    String message =
        "Take "
            + brief(parameters.to())
            + " back: "
            + remote.target().path()
            + " is as in "
            + brief(parameters.from())
            + " again\n\n"
            + reason(remote.target().holds(), parameters)
            + "\n\nReverts: "
            + parameters.to().name()
            + "\n"
            + Trailers.of(command);
    return insert(inserter, command, tree, Optional.of(remote.head()), message);
  }

  private static String reason(String holds, RevertParameters parameters) {
    return parameters
        .release()
        .map(
            command ->
                "A person has asked for the undo of what Homeostat had done by command\n"
                    + command
                    + ". Its hold in "
                    + holds
                    + " is released.")
        .orElse(
            "Homeostat suspects this change as the cause of an incident. It is held in\n"
                + holds
                + ": the deployer refuses the same content until its entry is taken out.\n"
                + "To undo this, revert this commit, which releases the hold too.");
  }

  /** The fence's next commit: whoever has seen only those before it can no longer act. */
  static ObjectId fence(
      ObjectInserter inserter, Command command, Optional<RevCommit> before, String what)
      throws IOException {
    ObjectId empty = inserter.insert(new TreeFormatter());
    return insert(
        inserter,
        command,
        empty,
        before.map(RevCommit::getId),
        what + "\n\n" + Trailers.of(command));
  }

  /** A revision, short enough for a sentence. */
  static String brief(ObjectId revision) {
    return revision.abbreviate(BRIEF).name();
  }

  private static ObjectId insert(
      ObjectInserter inserter,
      Command command,
      ObjectId tree,
      Optional<ObjectId> parent,
      String message)
      throws IOException {
    PersonIdent homeostat =
        new PersonIdent(
            "Homeostat",
            "homeostat@localhost",
            Instant.ofEpochMilli(command.grantedMillis()),
            ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    parent.ifPresent(commit::setParentId);
    commit.setAuthor(homeostat);
    commit.setCommitter(homeostat);
    commit.setMessage(message);
    ObjectId made = inserter.insert(commit);
    inserter.flush();
    return made;
  }
}
