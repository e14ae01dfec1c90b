package io.homeostat.core.topology;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.DocumentException;
import io.homeostat.core.document.Merged;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.document.YamlReader;
import io.homeostat.core.model.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Reads and checks inventories. The format stands in core's README. */
public final class TopologyParser {

  private TopologyParser() {}

  /**
   * The topology of a document: one YAML file, or several merged by {@link #check}.
   *
   * @throws DocumentException when the document is not sound
   */
  public static Topology parse(String document) {
    CheckResult<Topology> result = check(document);
    if (result instanceof CheckResult.Broken<Topology> broken) {
      throw new DocumentException(broken.problems());
    }
    return ((CheckResult.Sound<Topology>) result).value();
  }

  /** Checks a document as {@link #parse} reads it. */
  public static CheckResult<Topology> check(String document) {
    return read(Merged.split(document, "topology"), document);
  }

  /** Checks files, in the order of their names: the topology, or every mistake. */
  public static CheckResult<Topology> check(List<SourceText> sources) {
    Problems problems = new Problems();
    String document = Merged.merge(sources, problems);
    if (!problems.none()) {
      return new CheckResult.Broken<>(problems.list());
    }
    List<SourceText> ordered =
        sources.stream().sorted(Comparator.comparing(SourceText::name)).toList();
    return read(ordered, document);
  }

  private static CheckResult<Topology> read(List<SourceText> sources, String document) {
    Problems problems = new Problems();
    InventoryTree tree = new InventoryTree(problems);
    for (SourceText source : sources) {
      YamlReader.read(source, problems).ifPresent(tree::take);
    }
    tree.checkSystems();
    return problems.none()
        ? new CheckResult.Sound<>(
            tree.topology(Ids.hash(document.getBytes(StandardCharsets.UTF_8))), document)
        : new CheckResult.Broken<>(problems.list());
  }
}
