package io.homeostat.cli;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about rules. */
@Command(name = "rules", description = "Work on rules: check them before they are used.")
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the rules: check DIR");
  }

  @Command(
      name = "check",
      description = {
        "Check all rule files (*.yaml, *.yml) of a folder, as they are checked when they are taken"
            + " into use.",
        "Prints every mistake with its file, line and column; ends with 1 when there is one."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat rules check demo/rules")
  int check(
      @Parameters(paramLabel = "DIR", description = "The rules' folder, or one rule file.")
          Path path) {
    PrintWriter out = spec.commandLine().getOut();
    CheckResult<RuleSet> result = RuleParser.check(YamlFiles.read(path, "rule"));
    if (result instanceof CheckResult.Sound<RuleSet> sound) {
      RuleSet rules = sound.value();
      out.printf(
          "sound: %d detectors, %d log rules, %d drift rules, %d features, %d playbooks, %d policies, %d routes (version %s)%n",
          rules.detectors().size(),
          rules.logs().size(),
          rules.drift().size(),
          rules.features().size(),
          rules.playbooks().size(),
          rules.policies().size(),
          rules.routes().size(),
          rules.version());
      return 0;
    }
    var problems = ((CheckResult.Broken<RuleSet>) result).problems();
    problems.forEach(out::println);
    out.printf("%d mistakes: these rules would not be taken into use%n", problems.size());
    return 1;
  }
}
