package io.homeostat.ingest.topology;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.Ids;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.SourceView;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of what was discovered: one file for each source, which is written anew, whole, only
 * when a look has changed something, so that what reads the folder is not stirred by looks that
 * find nothing new.
 */
public final class DiscoveredFiles {
  private static final String BEGIN = "discovered-";
  private static final String END = ".yaml";
  private static final int DIGITS = 8;

  private final Path folder;

  /**
   * A folder.
   *
   * @param folder it is made when something is written
   */
  public DiscoveredFiles(Path folder) {
    this.folder = folder;
  }

  /** What a look changed. */
  record Change(Finding finding, SourceView before, SourceView after) {
    boolean changed() {
      return !before.equals(after);
    }
  }

  /**
   * The files' texts, as they are now.
   *
   * @throws IOException when one can't be read
   */
  public List<SourceText> texts() throws IOException {
    List<SourceText> texts = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(DiscoveredFiles::ours).sorted().toList()) {
          texts.add(new SourceText(file.getFileName().toString(), Files.readString(file)));
        }
      }
    }
    return texts;
  }

  /**
   * What is known, by source.
   *
   * @throws IOException when a file can't be read or has mistakes; the message says which
   */
  Map<String, SourceView> known() throws IOException {
    CheckResult<Topology> result = TopologyParser.check(texts());
    if (result instanceof CheckResult.Broken<Topology> broken) {
      throw new IOException(folder + " has mistakes: " + broken.problems());
    }
    Map<String, SourceView> known = new TreeMap<>();
    ((CheckResult.Sound<Topology>) result)
        .value()
        .discovered()
        .forEach(view -> known.put(view.source(), view));
    return known;
  }

  /**
   * Takes a look's findings in.
   *
   * @param nowMillis the time of the look
   * @throws IOException when the folder can't be read or written
   */
  List<Change> take(List<Finding> findings, long nowMillis) throws IOException {
    Map<String, SourceView> known = known();
    List<Change> changes = new ArrayList<>();
    for (Finding finding : findings) {
      SourceView before =
          known.getOrDefault(finding.source(), SourceView.unknown(finding.source()));
      SourceView after = before.after(finding, nowMillis);
      if (!after.equals(before)) {
        write(after);
      }
      changes.add(new Change(finding, before, after));
    }
    return changes;
  }

  private void write(SourceView view) throws IOException {
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, ".", ".writing");
    Files.writeString(written, view.text(), StandardCharsets.UTF_8);
    Files.move(
        written,
        folder.resolve(name(view.source())),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String name(String source) {
    String plain = source.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return BEGIN + plain + "-" + Ids.of("source", source).substring(0, DIGITS) + END;
  }

  private static boolean ours(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(BEGIN) && name.endsWith(END);
  }
}
