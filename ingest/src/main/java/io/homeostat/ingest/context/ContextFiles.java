package io.homeostat.ingest.context;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.topology.TopologyParser;
import io.homeostat.ingest.topology.DiscoveredFiles;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the files of rules and topology, as they are at the moment.
 *
 * @param rules the folder of the rules' YAML files
 * @param topology the inventory's YAML file
 * @param discovered the folder of what was discovered, if there is one
 */
record ContextFiles(Path rules, Path topology, Optional<Path> discovered) {

  /**
   * The files of one document.
   *
   * @param sources their texts by their names
   * @param check tells whether they are sound
   */
  record Loaded(List<SourceText> sources, Function<List<SourceText>, CheckResult<?>> check) {
    Loaded {
      sources = List.copyOf(sources);
    }
  }

  /**
   * The rules' files: all {@code *.yaml} and {@code *.yml} of the folder.
   *
   * @throws ServiceException when there is none, or one can't be read
   */
  Loaded loadRules() {
    try (Stream<Path> files = Files.list(rules)) {
      List<SourceText> sources =
          files.filter(ContextFiles::isYaml).sorted().map(ContextFiles::read).toList();
      if (sources.isEmpty()) {
        throw new ServiceException("no *.yaml in " + rules + "; put the rules there (rules.dir)");
      }
      return new Loaded(sources, RuleParser::check);
    } catch (IOException | UncheckedIOException e) {
      throw new ServiceException("the rules in " + rules + " (rules.dir) can't be read: " + e, e);
    }
  }

  /**
   * The topology's file, and what was discovered.
   *
   * @throws ServiceException when it can't be read
   */
  Loaded loadTopology() {
    try {
      List<SourceText> sources = new ArrayList<>(List.of(read(topology)));
      if (discovered.isPresent()) {
        sources.addAll(new DiscoveredFiles(discovered.get()).texts());
      }
      return new Loaded(sources, TopologyParser::check);
    } catch (IOException e) {
      throw new ServiceException(
          "what was discovered can't be read (topology.discovered.dir): " + e, e);
    } catch (UncheckedIOException e) {
      throw new ServiceException(
          "the topology " + topology + " (topology.file) can't be read: " + e.getCause(), e);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && Files.isRegularFile(file);
  }

  private static SourceText read(Path file) {
    try {
      return new SourceText(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
