package io.homeostat.core.rules;

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

/** Reads and checks rules. The format stands in {@code rules.schema.json} and core's README. */
public final class RuleParser {

  private RuleParser() {}

  /**
   * The rules of a document: one YAML file, or several merged by {@link #check}.
   *
   * @throws DocumentException when the document is not sound
   */
  public static RuleSet parse(String document) {
    CheckResult<RuleSet> result = check(document);
    if (result instanceof CheckResult.Broken<RuleSet> broken) {
      throw new DocumentException(broken.problems());
    }
    return ((CheckResult.Sound<RuleSet>) result).value();
  }

  /** Checks a document as {@link #parse} reads it. */
  public static CheckResult<RuleSet> check(String document) {
    return read(Merged.split(document, "rules"), document);
  }

  /**
   * Checks files. Their order is that of their names, wherever order counts: of the policies, the
   * first match decides.
   *
   * @return the rules, equal to what {@link #parse} makes of the merged document; or every mistake
   */
  public static CheckResult<RuleSet> check(List<SourceText> sources) {
    Problems problems = new Problems();
    String document = Merged.merge(sources, problems);
    if (!problems.none()) {
      return new CheckResult.Broken<>(problems.list());
    }
    List<SourceText> ordered =
        sources.stream().sorted(Comparator.comparing(SourceText::name)).toList();
    return read(ordered, document);
  }

  private static CheckResult<RuleSet> read(List<SourceText> sources, String document) {
    Problems problems = new Problems();
    RuleTree tree = new RuleTree(problems);
    for (SourceText source : sources) {
      YamlReader.read(source, problems).ifPresent(tree::take);
    }
    return problems.none()
        ? new CheckResult.Sound<>(
            tree.rules(Ids.hash(document.getBytes(StandardCharsets.UTF_8))), document)
        : new CheckResult.Broken<>(problems.list());
  }
}
