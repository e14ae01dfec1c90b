package io.homeostat.cli;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.LaneSettings;
import io.homeostat.schemas.topics.TopicCheck;
import io.homeostat.schemas.topics.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verbs about Homeostat's topics in any Kafka. */
@Command(
    name = "topics",
    description = "Create Homeostat's topics in a Kafka, or check those that are there.")
final class TopicsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with the topics: create or check");
  }

  @Command(
      name = "create",
      description = {
        "Create the topics that are not there, with the lanes of the settings and the catalogue's"
            + " retention, then check all.",
        "What is there is left as it is."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat topics create --config homeostat.properties --replication 3")
  int create(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "The settings: kafka.*, lanes.telemetry, lanes.signals.")
          Path config,
      @Option(
              names = "--replication",
              paramLabel = "N",
              defaultValue = "-1",
              description = "Copies of each topic; the broker's own default unless given.")
          short replication) {
    return with(
        config,
        (admin, lanes) -> {
          List<String> created = Topics.createMissing(admin, lanes, replication);
          PrintWriter out = spec.commandLine().getOut();
          out.println(
              created.isEmpty() ? "All were there." : "Created: " + String.join(", ", created));
          return report(admin, lanes);
        });
  }

  @Command(
      name = "check",
      description = {
        "Check that every topic is there, with its lanes, its retention and its kind of time.",
        "Ends with 1 when one is not as it must be, and says what helps."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  homeostat topics check --config homeostat.properties",
        "  homeostat topics check --config .homeostat/run/homeostat.properties    those of `up`"
      })
  int check(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "The settings: kafka.*, lanes.telemetry, lanes.signals.")
          Path config) {
    return with(config, this::report);
  }

  private int report(Admin admin, Lanes lanes) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> findings = TopicCheck.findings(admin, lanes);
    findings.forEach(out::println);
    out.println(
        findings.isEmpty()
            ? "All " + Stream.values().length + " topics are as they must be."
            : findings.size() + " findings: see above.");
    return findings.isEmpty() ? 0 : 1;
  }

  private static int with(Path file, Work work) {
    ServiceConfig config = ServiceConfig.read(file);
    Brokers brokers = Brokers.from(config);
    Lanes lanes = LaneSettings.from(config);
    try (Admin admin = Admin.create(KafkaSettings.admin(brokers, "homeostat-topics"))) {
      return work.on(admin, lanes);
    } catch (KafkaException | IllegalStateException e) {
      throw new CommandException(
          "the topics at "
              + brokers.bootstrap()
              + " can't be worked on: "
              + e.getMessage()
              + ". Check kafka.* in "
              + file
              + ", and that Kafka is up",
          e);
    }
  }

  @FunctionalInterface
  private interface Work {
    int on(Admin admin, Lanes lanes);
  }
}
