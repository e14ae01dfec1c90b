package io.homeostat.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about PostgreSQL, for people: what the probe does not do by itself. */
@Command(name = "postgres", description = "Look closely at a PostgreSQL: check its indexes.")
final class PostgresCommand implements Runnable {
  private static final String CHECK = "io.homeostat.ingest.postgres.IndexCheckMain";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to look at: check-index ENTITY...");
  }

  @Command(
      name = "check-index",
      description = {
        "Check B-tree indexes by PostgreSQL's amcheck, as the probe's role, which needs EXECUTE on"
            + " bt_index_check. It reads the whole index, beside reads and writes.",
        "Ends with 0 when all are sound, with 1 when one is not, with 2 when one could not be"
            + " checked."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  homeostat postgres check-index --targets targets.yaml"
              + " pg-index:demo/rag/public.documents_pkey")
  int checkIndex(
      @Option(
              names = "--targets",
              paramLabel = "FILE",
              required = true,
              description = "The YAML file that lists databases.")
          Path targets,
      @Option(
              names = "--heap",
              description = "Check also that every row of the table is in the index: slower.")
          boolean heap,
      @Parameters(
              paramLabel = "ENTITY",
              arity = "1..*",
              description = "Such as pg-index:demo/rag/public.documents_pkey.")
          List<String> entities) {
    List<String> arguments = new ArrayList<>();
    arguments.add(targets.toAbsolutePath().toString());
    arguments.add(heap ? "HEAP" : "INDEX");
    arguments.addAll(entities);
    return IngestProcess.run(CHECK, arguments);
  }
}
