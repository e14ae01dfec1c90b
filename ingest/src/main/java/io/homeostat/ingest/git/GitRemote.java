package io.homeostat.ingest.git;

import io.homeostat.schemas.targets.Secret;
import io.homeostat.schemas.targets.WatchedRepository;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A branch of a remote repository, which is asked without a clone. */
final class GitRemote {
  private static final int TIMEOUT_SECONDS = 20;
  private static final String HEADS = "refs/heads/";

  private final WatchedRepository repository;

  GitRemote(WatchedRepository repository) {
    this.repository = repository;
  }

  /**
   * A commit.
   *
   * @param revision its id
   * @param author the name of who has written it
   * @param message its message
   * @param committedMillis when it was made
   */
  record Commit(String revision, String author, String message, long committedMillis) {}

  /**
   * The id of the branch's newest commit: one question, whose answer lists the branches.
   *
   * @throws IOException when the remote does not answer, or has no such branch
   */
  String newest() throws IOException {
    LsRemoteCommand command =
        Git.lsRemoteRepository()
            .setRemote(repository.url().toString())
            .setHeads(true)
            .setTimeout(TIMEOUT_SECONDS);
    Optional<CredentialsProvider> login = login();
    login.ifPresent(command::setCredentialsProvider);
    try {
      Ref branch = command.callAsMap().get(HEADS + repository.branch());
      if (branch == null || branch.getObjectId() == null) {
        throw new IOException("it has no branch " + repository.branch());
      }
      return branch.getObjectId().name();
    } catch (GitAPIException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The branch's newest commit, fetched alone, without files where the server can leave them out,
   * into a folder that is then removed.
   *
   * @throws IOException when the remote does not answer, or has no such branch
   */
  Commit commit() throws IOException {
    try {
      return commit(FilterSpec.fromFilterLine("tree:0"));
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("filter")) {
        return commit(FilterSpec.NO_FILTER);
      }
      throw e;
    }
  }

  private Commit commit(FilterSpec filter) throws IOException {
    Path folder = Files.createTempDirectory("homeostat-git");
    try (Git local = Git.init().setBare(true).setDirectory(folder.toFile()).call();
        Transport transport =
            Transport.open(local.getRepository(), new URIish(repository.url().toString()))) {
      // Else JGit tidies up in a thread of its own, in a folder that is gone by then.
      local.getRepository().getConfig().setBoolean("gc", null, "autoDetach", false);
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setDepth(1);
      transport.setFilterSpec(filter);
      login().ifPresent(transport::setCredentialsProvider);
      String name = HEADS + repository.branch();
      transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(name + ":" + name)));
      Ref branch = local.getRepository().exactRef(name);
      if (branch == null) {
        throw new IOException("it has no branch " + repository.branch());
      }
      try (RevWalk walk = new RevWalk(local.getRepository())) {
        RevCommit commit = walk.parseCommit(branch.getObjectId());
        return new Commit(
            commit.name(),
            commit.getAuthorIdent().getName(),
            commit.getFullMessage(),
            commit.getCommitterIdent().getWhenAsInstant().toEpochMilli());
      }
    } catch (GitAPIException | URISyntaxException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      remove(folder);
    }
  }

  private Optional<CredentialsProvider> login() throws IOException {
    if (repository.user().isEmpty()) {
      return Optional.empty();
    }
    Secret secret = repository.secret().orElseThrow();
    return Optional.of(
        new UsernamePasswordCredentialsProvider(repository.user().get(), secret.read()));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
