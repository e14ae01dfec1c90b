package io.homeostat.actuators.git;

import static java.util.Objects.requireNonNull;

import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.TestProtocol;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository on disk, behind a server in this process whose pushes a test can hold up. */
final class TestRepository implements AutoCloseable {
  static final EntityId TARGET = EntityId.parse("deployment:demo/rag/retriever");
  static final String CONFIG = "retriever/config.yaml";
  static final String HOLDS = "holds/retriever.yaml";
  private static final String BRANCH = "refs/heads/main";

  private final Path folder;
  private final Repository repository;
  private final AtomicReference<PreReceiveHook> hook = new AtomicReference<>(PreReceiveHook.NULL);
  private final TestProtocol<Object> protocol =
      new TestProtocol<>((request, db) -> new UploadPack(db), (request, db) -> receive(db));
  private final String url;

  TestRepository(Path folder) throws IOException, GitAPIException {
    this.folder = folder;
    this.repository =
        Git.init()
            .setBare(true)
            .setInitialBranch("main")
            .setDirectory(folder.resolve("remote.git").toFile())
            .call()
            .getRepository();
    Transport.register(protocol);
    this.url = protocol.register(new Object(), repository).toString();
    Files.writeString(folder.resolve("password"), "secret\n");
  }

  /** The actuator, told of this repository. */
  GitRevert actuator() throws IOException {
    return actuator(url);
  }

  /** The actuator, told of a repository elsewhere. */
  GitRevert actuator(String address) throws IOException {
    Path targets = folder.resolve("targets.yaml");
    Files.writeString(
        targets,
        """
        repositories:
          - entity: %s
            url: %s
            branch: main
            path: retriever
            holds: %s
            roles:
              actuator: {user: homeostat, passwordFile: password}
        """
            .formatted(TARGET, address, HOLDS));
    return new GitRevert(targets);
  }

  /** A command to take a revision back. */
  static Command command(String id, long fence, ObjectId from, ObjectId to) {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("change_id", "change");
    parameters.put("change_from", from.name());
    parameters.put("change_to", to.name());
    parameters.put("change_through", "argocd");
    return command(id, fence, parameters);
  }

  static Command command(String id, long fence, Map<String, String> parameters) {
    return new Command(
        id,
        "p-" + id,
        "i-1",
        "rag",
        TARGET,
        GitRevert.ACTION,
        new TreeMap<>(parameters),
        "hash",
        fence,
        1_000,
        60_000,
        1_700_000_000_000L,
        Long.MAX_VALUE,
        60_000,
        "rules");
  }

  /** Commits files on top of the branch; null takes a file away. */
  ObjectId commit(String message, Map<String, String> files) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId head = repository.resolve(BRANCH);
      DirCache index = DirCache.newInCore();
      if (head != null) {
        var builder = index.builder();
        builder.addTree(
            new byte[0], 0, repository.newObjectReader(), walk.parseCommit(head).getTree());
        builder.finish();
      }
      DirCacheEditor editor = index.editor();
      for (Map.Entry<String, String> file : files.entrySet()) {
        ObjectId blob =
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
        editor.add(
            file.getValue().isEmpty()
                ? new DirCacheEditor.DeletePath(file.getKey())
                : new DirCacheEditor.PathEdit(file.getKey()) {
                  @Override
                  public void apply(DirCacheEntry entry) {
                    entry.setFileMode(FileMode.REGULAR_FILE);
                    entry.setObjectId(blob);
                  }
                });
      }
      editor.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      if (head != null) {
        commit.setParentId(head);
      }
      PersonIdent someone = new PersonIdent("Someone", "someone@example.org");
      commit.setAuthor(someone);
      commit.setCommitter(someone);
      commit.setMessage(message);
      ObjectId made = inserter.insert(commit);
      inserter.flush();
      reset(made);
      return made;
    }
  }

  /** Sets the branch, wherever it is. */
  void reset(ObjectId commit) throws IOException {
    RefUpdate update = repository.updateRef(BRANCH);
    update.setNewObjectId(commit);
    update.forceUpdate();
  }

  ObjectId head() throws IOException {
    return repository.resolve(BRANCH);
  }

  /** The branch's commits, newest first. */
  List<RevCommit> history() throws IOException {
    List<RevCommit> all = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(head()));
      walk.forEach(all::add);
    }
    return all;
  }

  /** How many commits of the branch bear a command's mark. */
  long marked(String command) throws IOException {
    return history().stream()
        .filter(each -> Trailers.command(each).filter(command::equals).isPresent())
        .count();
  }

  /** A file now; empty where it is not there. */
  String file(String path) throws IOException {
    ObjectId found = tree(head(), path);
    return found.equals(ObjectId.zeroId())
        ? ""
        : new String(repository.open(found).getBytes(), StandardCharsets.UTF_8);
  }

  /** The id of what stands at a path of a commit; zero where nothing does. */
  ObjectId tree(ObjectId commit, String path) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk found = TreeWalk.forPath(repository, path, walk.parseCommit(commit).getTree())) {
      return found == null ? ObjectId.zeroId() : found.getObjectId(0);
    }
  }

  /** Lets something happen in the server before the next pushes are taken. */
  void beforeTaking(PreReceiveHook happening) {
    hook.set(happening);
  }

  /** Holds up pushes to the branch in the server; other pushes pass. */
  Held hold() {
    Held held = new Held();
    hook.set(
        (pack, commands) -> {
          if (commands.stream().anyMatch(each -> each.getRefName().equals(BRANCH))) {
            held.await();
          }
        });
    return held;
  }

  /** Pushes that are held up. */
  static final class Held {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    boolean arrived() throws InterruptedException {
      return arrived.await(30, TimeUnit.SECONDS);
    }

    void release() {
      released.countDown();
    }

    private void await() {
      arrived.countDown();
      try {
        if (!released.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody released the push");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ReceivePack receive(Repository db) {
    ReceivePack receive = new ReceivePack(db);
    receive.setPreReceiveHook(
        (pack, commands) -> requireNonNull(hook.get()).onPreReceive(pack, commands));
    return receive;
  }

  @Override
  public void close() {
    Transport.unregister(protocol);
    repository.close();
  }
}
