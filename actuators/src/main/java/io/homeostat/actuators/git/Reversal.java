package io.homeostat.actuators.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * What it takes to bring a folder back to where it was before a change, on top of whatever came
 * since.
 *
 * @param back the files that go back
 * @param already the files that are back already
 * @param moved the files that have moved on since: what they are now is nobody's to undo
 */
record Reversal(List<Entry> back, List<String> already, List<String> moved) {

  /**
   * A file as it was before the change.
   *
   * @param path from the repository's root
   * @param mode its mode; {@link FileMode#MISSING} where it was not there
   * @param content its content
   */
  record Entry(String path, FileMode mode, ObjectId content) {}

  /**
   * Compares the folder before the change, after it, and now.
   *
   * @param path the folder
   */
  static Reversal of(Repository repository, String path, ObjectId from, ObjectId to, ObjectId head)
      throws IOException {
    List<Entry> back = new ArrayList<>();
    List<String> already = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    try (RevWalk revisions = new RevWalk(repository);
        TreeWalk files = new TreeWalk(repository)) {
      int before = files.addTree(tree(revisions, from));
      int after = files.addTree(tree(revisions, to));
      int now = files.addTree(tree(revisions, head));
      files.setRecursive(true);
      files.setFilter(AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF));
      while (files.next()) {
        if (!same(files, before, after)) {
          if (same(files, after, now)) {
            back.add(
                new Entry(
                    files.getPathString(), files.getFileMode(before), files.getObjectId(before)));
          } else {
            (same(files, before, now) ? already : moved).add(files.getPathString());
          }
        }
      }
    }
    return new Reversal(List.copyOf(back), List.copyOf(already), List.copyOf(moved));
  }

  /**
   * Writes the tree that results.
   *
   * @param head the commit to go on from
   * @param file a further file's path
   * @param text what that file holds
   */
  ObjectId write(
      Repository repository, ObjectInserter inserter, ObjectId head, String file, String text)
      throws IOException {
    DirCache files = DirCache.newInCore();
    DirCacheBuilder builder = files.builder();
    try (RevWalk revisions = new RevWalk(repository)) {
      builder.addTree(
          new byte[0], DirCacheEntry.STAGE_0, repository.newObjectReader(), tree(revisions, head));
    }
    builder.finish();
    DirCacheEditor editor = files.editor();
    for (Entry entry : back) {
      editor.add(
          entry.mode().equals(FileMode.MISSING)
              ? new DirCacheEditor.DeletePath(entry.path())
              : set(entry.path(), entry.mode(), entry.content()));
    }
    ObjectId holds = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
    editor.add(set(file, FileMode.REGULAR_FILE, holds));
    editor.finish();
    return files.writeTree(inserter);
  }

  private static DirCacheEditor.PathEdit set(String path, FileMode mode, ObjectId content) {
    return new DirCacheEditor.PathEdit(path) {
      @Override
      public void apply(DirCacheEntry entry) {
        entry.setFileMode(mode);
        entry.setObjectId(content);
      }
    };
  }

  private static boolean same(TreeWalk files, int one, int other) {
    return files.getRawMode(one) == files.getRawMode(other) && files.idEqual(one, other);
  }

  private static RevTree tree(RevWalk revisions, ObjectId commit) throws IOException {
    return revisions.parseCommit(commit).getTree();
  }
}
