package io.homeostat.processors.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one job on disk, in folders {@code chk-1}, {@code chk-2}, … whose numbers grow
 * over restarts. Used between two lives of the job, never while it runs.
 *
 * @param folder the job's folder
 */
record CheckpointFolder(Path folder) {
  private static final Logger log = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final Pattern NAME = Pattern.compile("chk-\\d+");
  private static final int PREFIX = "chk-".length();

  /** How many good ones are there at any time, so that there is one before the newest. */
  static final int KEPT = 2;

  /**
   * The newest checkpoint that can be restored. Those that were never completed are removed,
   * damaged ones are set aside in {@code damaged/}, and of the good ones two are kept.
   */
  Optional<Path> newest() {
    List<Path> good = new ArrayList<>();
    for (Path checkpoint : all()) {
      if (!Files.exists(checkpoint.resolve(CheckpointCheck.METADATA))) {
        log.info("{} was not completed; removed", checkpoint);
        FileTree.delete(checkpoint);
        continue;
      }
      if (good.size() == KEPT) {
        FileTree.delete(checkpoint);
        continue;
      }
      Optional<String> defect = CheckpointCheck.defect(checkpoint);
      if (defect.isPresent()) {
        setAside(checkpoint, defect.get());
      } else {
        good.add(checkpoint);
      }
    }
    return good.stream().findFirst();
  }

  /** Takes a checkpoint out of the way, so that an older one is restored. */
  void setAside(Path checkpoint, String defect) {
    Path damaged = folder.resolve("damaged").resolve(checkpoint.getFileName());
    log.warn("{} can't be restored: {}. It is set aside as {}", checkpoint, defect, damaged);
    FileTree.delete(damaged);
    try {
      Files.createDirectories(folder.resolve("damaged"));
      Files.move(checkpoint, damaged);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set " + checkpoint + " aside", e);
    }
  }

  private List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(CheckpointFolder::number).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX));
  }
}
