package io.homeostat.cli;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    CheckResult<RuleSet> result = RuleParser.check(sources(path));
    if (result instanceof CheckResult.Sound<RuleSet> sound) {
      RuleSet rules = sound.value();
      out.printf(
          "sound: %d detectors, %d log rules, %d drift rules, %d playbooks, %d policies, %d routes (version %s)%n",
          rules.detectors().size(),
          rules.logs().size(),
          rules.drift().size(),
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

  private static List<SourceText> sources(Path path) {
    List<SourceText> sources = new ArrayList<>();
    if (!Files.exists(path)) {
      throw new CommandException("there is no " + path + ": name a folder of YAML files");
    }
    try {
      if (Files.isRegularFile(path)) {
        sources.add(source(path));
      } else {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.{yaml,yml}")) {
          for (Path file : files) {
            sources.add(source(file));
          }
        }
      }
    } catch (IOException e) {
      throw new CommandException(
          "the rules in " + path + " can't be read (" + e + "): name a folder of YAML files", e);
    }
    if (sources.isEmpty()) {
      throw new CommandException(
          "there is no rule file (*.yaml, *.yml) in " + path + ": name a folder of YAML files");
    }
    return sources;
  }

  private static SourceText source(Path file) throws IOException {
    return new SourceText(
        file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
  }
}
