package io.homeostat.actuators.git;

import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.GitTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository as it is now: its branch and the target's fence, read in one go into a folder of its
 * own, which goes when this is closed.
 */
final class Remote implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Remote.class);
  private static final String FENCES = "refs/homeostat/";
  private static final String SEEN = "refs/seen/";
  private static final String SEEN_BRANCH = SEEN + "branch";
  private static final String SEEN_FENCE = SEEN + "fence";

  private final GitTarget target;
  private final Path folder;
  private final Git git;
  private final int timeoutSeconds;

  private Remote(GitTarget target, Path folder, Git git, int timeoutSeconds) {
    this.target = target;
    this.folder = folder;
    this.git = git;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * Reads the repository.
   *
   * @throws IOException when it does not answer in time, or has no such branch
   */
  static Remote read(GitTarget target, int timeoutSeconds) throws IOException {
    Path folder = Files.createTempDirectory("homeostat-git-");
    try {
      Git git = Git.init().setBare(true).setDirectory(folder.toFile()).call();
      // Tidying would go on in a thread of its own, with a lock, in a folder that is soon removed.
      git.getRepository().getConfig().setInt("gc", null, "auto", 0);
      git.getRepository().getConfig().setBoolean("gc", null, "autoDetach", false);
      Remote remote = new Remote(target, folder, git, timeoutSeconds);
      git.fetch()
          .setRemote(target.url().toString())
          .setRefSpecs(
              new RefSpec("+" + remote.branch() + ":" + SEEN_BRANCH),
              new RefSpec("+" + fences(target.entity()) + "*:" + SEEN + "*"))
          .setTagOpt(TagOpt.NO_TAGS)
          .setTimeout(timeoutSeconds)
          .setCredentialsProvider(remote.credentials())
          .call();
      return remote;
    } catch (GitAPIException | IOException | RuntimeException e) {
      delete(folder);
      throw new IOException(target.url() + " can't be read: " + e.getMessage(), e);
    }
  }

  GitTarget target() {
    return target;
  }

  /** The longest wait for its server. */
  int timeoutSeconds() {
    return timeoutSeconds;
  }

  Repository repository() {
    return git.getRepository();
  }

  /** The newest commit of the branch. */
  ObjectId head() throws IOException {
    return find(SEEN_BRANCH)
        .orElseThrow(() -> new IOException(target.url() + " has no branch " + target.branch()));
  }

  /** The newest commit of the target's fence; none before the first action. */
  Optional<ObjectId> fence() throws IOException {
    return find(SEEN_FENCE);
  }

  /**
   * Sets refs, all or none, each only where it still is what was read here.
   *
   * @throws IOException when it can't be told what came of it
   */
  Collection<RemoteRefUpdate> push(List<Move> moves) throws IOException {
    try (Transport transport = Transport.open(repository(), new URIish(target.url().toString()))) {
      transport.setTimeout(timeoutSeconds);
      transport.setPushAtomic(true);
      transport.setCredentialsProvider(credentials());
      PushResult result =
          transport.push(NullProgressMonitor.INSTANCE, moves.stream().map(this::update).toList());
      return result.getRemoteUpdates();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("what was read can be written to", e);
    }
  }

  /** The branch to a new commit. */
  Move branchTo(ObjectId commit) throws IOException {
    return new Move(branch(), head(), commit);
  }

  /** The fence to a new commit. */
  Move fenceTo(ObjectId commit) throws IOException {
    return new Move(fences(target.entity()) + "fence", fence().orElse(ObjectId.zeroId()), commit);
  }

  /**
   * A ref's way.
   *
   * @param ref its name
   * @param from what it must be
   * @param to what it becomes
   */
  record Move(String ref, ObjectId from, ObjectId to) {}

  private RemoteRefUpdate update(Move move) {
    try {
      return new RemoteRefUpdate(
          repository(),
          move.to().name(),
          move.to(),
          move.ref(),
          /* forceUpdate= */ false,
          /* localName= */ null,
          move.from());
    } catch (IOException e) {
      throw new UncheckedIOException("a commit made here can't be read", e);
    }
  }

  private String branch() {
    return "refs/heads/" + target.branch();
  }

  private static String fences(EntityId entity) {
    return FENCES + Repository.normalizeBranchName(entity.text().replace(':', '/')) + "/";
  }

  private Optional<ObjectId> find(String ref) throws IOException {
    Ref found = repository().exactRef(ref);
    return found == null ? Optional.empty() : Optional.ofNullable(found.getObjectId());
  }

  private UsernamePasswordCredentialsProvider credentials() throws IOException {
    return new UsernamePasswordCredentialsProvider(target.user(), target.password());
  }

  @Override
  public void close() {
    git.close();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      log.warn("{} is left behind", folder, e);
    }
  }
}
