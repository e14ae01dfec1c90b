package io.homeostat.cli;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.features.migration.Migration;
import io.homeostat.core.rules.FeatureContract;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about what models count on. */
@Command(
    name = "features",
    description = "What models count on in the databases: check it, also before a migration.")
final class FeaturesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the features: check DIR");
  }

  @Command(
      name = "check",
      description = {
        "Check the feature contracts among the rules (*.yaml, *.yml) of a folder; with a migration,"
            + " say which of them it would break, and which models.",
        "Prints every mistake and every break with its file and line; ends with 1 when there is"
            + " one. Nothing is run, no database is asked."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  homeostat features check rules",
        "  homeostat features check rules --migration db/V7__drop_age.sql --database prod/rag"
      })
  int check(
      @Parameters(paramLabel = "DIR", description = "The rules' folder, or one rule file.")
          Path path,
      @Option(
              names = "--migration",
              paramLabel = "PATH",
              description =
                  "SQL that is to be run: a file, or a folder of *.sql, run in the order of its"
                      + " numbers. May be given several times.")
          @Nullable List<Path> migrations,
      @Option(
              names = "--schema",
              paramLabel = "NAME",
              defaultValue = "public",
              description = "Where tables without a schema are (default: ${DEFAULT-VALUE}).")
          String schema,
      @Option(
              names = "--database",
              paramLabel = "SCOPE",
              description =
                  "The database that it is run in, as in the tables of the contracts, such as"
                      + " prod/rag; all databases without it.")
          @Nullable String database) {
    PrintWriter out = spec.commandLine().getOut();
    CheckResult<RuleSet> result = RuleParser.check(YamlFiles.read(path, "rule"));
    if (result instanceof CheckResult.Broken<RuleSet> broken) {
      broken.problems().forEach(out::println);
      out.printf(
          "%d mistakes: these rules would not be taken into use%n", broken.problems().size());
      return 1;
    }
    RuleSet rules = ((CheckResult.Sound<RuleSet>) result).value();
    List<FeatureContract> contracts = of(rules, Optional.ofNullable(database));
    return migrations == null ? summary(contracts, out) : check(contracts, migrations, schema, out);
  }

  private List<FeatureContract> of(RuleSet rules, Optional<String> database) {
    List<FeatureContract> contracts =
        rules.features().stream()
            .filter(
                one ->
                    database.isEmpty()
                        || database.get().equals(String.join("/", one.table().scope())))
            .toList();
    if (contracts.isEmpty()) {
      throw new CommandException(
          database
              .map(
                  scope ->
                      "no feature comes from the database '%s': databases are %s"
                          .formatted(
                              scope,
                              String.join(
                                  ", ",
                                  rules.features().stream()
                                      .map(one -> String.join("/", one.table().scope()))
                                      .distinct()
                                      .sorted()
                                      .toList())))
              .filter(told -> !rules.features().isEmpty())
              .orElse("there is no contract in these rules: add a section 'features'"));
    }
    return contracts;
  }

  private static int summary(List<FeatureContract> contracts, PrintWriter out) {
    out.printf(
        "sound: %d features of %d tables, used by %d model versions%n",
        contracts.size(),
        contracts.stream().map(FeatureContract::table).distinct().count(),
        contracts.stream().flatMap(one -> one.models().stream()).distinct().count());
    return 0;
  }

  private static int check(
      List<FeatureContract> contracts, List<Path> migrations, String schema, PrintWriter out) {
    List<Migration.Finding> findings =
        Migration.check(contracts, SqlFiles.read(migrations), schema);
    findings.forEach(out::println);
    long breaks = findings.stream().filter(Migration.Finding::breaks).count();
    if (breaks > 0) {
      out.printf(
          "%d of what models count on would break: deploy model versions that do without it first,"
              + " then change the contract%n",
          breaks);
      return 1;
    }
    out.printf("nothing breaks: %d features are as their contracts ask%n", contracts.size());
    return 0;
  }
}
