package io.homeostat.demo.git;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
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
import org.eclipse.jgit.treewalk.TreeWalk;

/** The bare repository of the company's configuration; what stands on main is deployed. */
public final class ConfigRepository implements AutoCloseable {
  /** The repository's name on its server. */
  public static final String NAME = "rag-config.git";

  /** The branch that is deployed. */
  public static final String BRANCH = "main";

  private static final String REF = Constants.R_HEADS + BRANCH;

  private final Repository repository;
  private final InstantSource time;

  /**
   * A commit as people see it.
   *
   * @param author its author's name
   * @param message the whole message, with its trailers
   */
  public record Entry(String revision, String author, String message) {}

  private ConfigRepository(Repository repository, InstantSource time) {
    this.repository = repository;
    this.time = time;
  }

  /**
   * Opens the repository; makes it, with a first commit, where there is none.
   *
   * @param folder where the repositories are
   * @param first the files of the first commit, by path
   * @throws ServiceException when the folder can't be used
   */
  public static ConfigRepository open(Path folder, Map<String, String> first, InstantSource time) {
    try {
      Repository repository =
          Git.init()
              .setBare(true)
              .setInitialBranch(BRANCH)
              .setDirectory(folder.resolve(NAME).toFile())
              .call()
              .getRepository();
      ConfigRepository opened = new ConfigRepository(repository, time);
      if (repository.exactRef(REF) == null) {
        opened.commit("Platform team", "Configure the retriever", first);
      }
      return opened;
    } catch (GitAPIException | IOException e) {
      throw new ServiceException("cannot keep a Git repository in " + folder + ": " + e, e);
    }
  }

  Repository repository() {
    return repository;
  }

  /** The newest commit of the branch. */
  public String head() throws IOException {
    return repository.exactRef(REF).getObjectId().name();
  }

  /**
   * Commits files on top of the branch.
   *
   * @param files texts by path; an empty text takes the file away
   * @return the new revision
   * @throws IOException when the branch has moved meanwhile, too
   */
  public String commit(String author, String message, Map<String, String> files)
      throws IOException {
    var ref = repository.exactRef(REF);
    Optional<ObjectId> head = ref == null ? Optional.empty() : Optional.of(ref.getObjectId());
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter, head, files));
      head.ifPresent(commit::setParentId);
      PersonIdent person =
          new PersonIdent(
              author,
              author.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.org",
              Instant.ofEpochMilli(time.millis()),
              ZoneOffset.UTC);
      commit.setAuthor(person);
      commit.setCommitter(person);
      commit.setMessage(message + "\n");
      ObjectId made = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(REF);
      update.setNewObjectId(made);
      update.setExpectedOldObjectId(head.orElse(ObjectId.zeroId()));
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
        throw new IOException("the branch " + BRANCH + " was not moved on: " + result);
      }
      return made.name();
    }
  }

  /** A file of a revision, if it has it. */
  public Optional<String> file(String revision, String path) throws IOException {
    return text(repository, revision, path);
  }

  /** The newest commits of the branch, newest first. */
  public List<Entry> newest(int most) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(repository.exactRef(REF).getObjectId()));
      for (RevCommit commit : walk) {
        if (entries.size() == most) {
          break;
        }
        entries.add(
            new Entry(commit.name(), commit.getAuthorIdent().getName(), commit.getFullMessage()));
      }
    }
    return entries;
  }

  @Override
  public void close() {
    repository.close();
  }

  /** A file of a revision in any repository that has it. */
  public static Optional<String> text(Repository repository, String revision, String path)
      throws IOException {
    Optional<ObjectId> id = id(repository, revision, path);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(new String(repository.open(id.get()).getBytes(), StandardCharsets.UTF_8));
  }

  /** The id of what stands at a path of a revision: equal content has equal ids. */
  public static Optional<ObjectId> id(Repository repository, String revision, String path)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk found =
            TreeWalk.forPath(
                repository, path, walk.parseCommit(ObjectId.fromString(revision)).getTree())) {
      return found == null ? Optional.empty() : Optional.of(found.getObjectId(0));
    }
  }

  private ObjectId tree(ObjectInserter inserter, Optional<ObjectId> head, Map<String, String> files)
      throws IOException {
    DirCache index = DirCache.newInCore();
    if (head.isPresent()) {
      DirCacheBuilder builder = index.builder();
      try (RevWalk walk = new RevWalk(repository)) {
        builder.addTree(
            new byte[0],
            DirCacheEntry.STAGE_0,
            repository.newObjectReader(),
            walk.parseCommit(head.get()).getTree());
      }
      builder.finish();
    }
    DirCacheEditor editor = index.editor();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
      editor.add(
          bytes.length == 0
              ? new DirCacheEditor.DeletePath(file.getKey())
              : edit(file.getKey(), inserter.insert(Constants.OBJ_BLOB, bytes)));
    }
    editor.finish();
    return index.writeTree(inserter);
  }

  private static DirCacheEditor.PathEdit edit(String path, ObjectId content) {
    return new DirCacheEditor.PathEdit(path) {
      @Override
      public void apply(DirCacheEntry entry) {
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(content);
      }
    };
  }
}
