package io.homeostat.actuators.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The law of taking back, over all small histories: files by path, before, after and now. */
final class ReversalTest {
  private static final String HELD = "holds/f.yaml";

  @Property(tries = 300)
  void eachFileOfTheFolderIsBackOrNobodysToUndo(
      @ForAll("files") Map<String, String> before,
      @ForAll("files") Map<String, String> after,
      @ForAll("files") Map<String, String> now)
      throws IOException {
    try (InMemoryRepository repository =
            new InMemoryRepository(new DfsRepositoryDescription("law"));
        ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId head = commit(inserter, now);
      Reversal reversal =
          Reversal.of(repository, "f", commit(inserter, before), commit(inserter, after), head);
      ObjectId tree = reversal.write(repository, inserter, head, HELD, "held");
      inserter.flush();
      Map<String, String> result = read(repository, tree);

      TreeMap<String, String> expected = new TreeMap<>(now);
      for (String path : new String[] {"f/a", "f/b", "f/c/d"}) {
        Optional<String> was = Optional.ofNullable(before.get(path));
        Optional<String> became = Optional.ofNullable(after.get(path));
        Optional<String> is = Optional.ofNullable(now.get(path));
        boolean touched = !was.equals(became);
        assertThat(reversal.moved().contains(path))
            .isEqualTo(touched && !is.equals(became) && !is.equals(was));
        assertThat(reversal.already().contains(path))
            .isEqualTo(touched && !is.equals(became) && is.equals(was));
        if (touched && is.equals(became)) {
          was.ifPresentOrElse(text -> expected.put(path, text), () -> expected.remove(path));
        }
      }
      expected.put(HELD, "held");
      assertThat(result).isEqualTo(expected);
    }
  }

  /** Some of four files, one of them outside the folder, each with one of three contents. */
  @Provide
  static Arbitrary<Map<String, String>> files() {
    return Arbitraries.maps(
            Arbitraries.of("f/a", "f/b", "f/c/d", "other"), Arbitraries.of("1", "2", "3"))
        .ofMaxSize(4);
  }

  private static ObjectId commit(ObjectInserter inserter, Map<String, String> files)
      throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(
          inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
      builder.add(entry);
    }
    builder.finish();
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(index.writeTree(inserter));
    PersonIdent someone = new PersonIdent("Someone", "someone@example.org");
    commit.setAuthor(someone);
    commit.setCommitter(someone);
    commit.setMessage("files");
    ObjectId made = inserter.insert(commit);
    inserter.flush();
    return made;
  }

  private static Map<String, String> read(InMemoryRepository repository, ObjectId tree)
      throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        files.put(
            walk.getPathString(),
            new String(repository.open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
