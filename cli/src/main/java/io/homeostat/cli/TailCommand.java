package io.homeostat.cli;

import io.homeostat.cli.topics.RecordFilter;
import io.homeostat.cli.topics.StartPoint;
import io.homeostat.cli.topics.TopicTail;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a topic's records as JSON lines. */
@Command(
    name = "tail",
    description = {
      "Print a topic's records as JSON lines, then wait for more until Ctrl-C.",
      "A record that can't be read is printed with the reason. What only keeps the lanes going is left out unless --all is given."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat tail signals",
      "  homeostat tail governance --all --limit 10",
      "  homeostat tail telemetry.metrics --from -1m --entity pg-table:demo/rag/public.documents",
      "  homeostat tail decisions --from earliest --no-follow | jq .fact",
      "  homeostat tail audit --from 2026-11-20T11:00:00Z --limit 20"
    })
final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Parameters(paramLabel = "TOPIC", description = "The topic's name, such as signals.")
  private String topic = "";

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      defaultValue = "-5m",
      description =
          "earliest, latest, an offset (in each lane), a time such as 2026-11-20T11:00:00Z, or how long ago, such as -5m, which it is unless given.")
  private String from = "";

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      description = "Only records that speak of this entity, kind:scope/name.")
  private @Nullable String entity;

  @Option(
      names = "--all",
      description =
          "Also ticks, progress, copies of the context and exported states, which fill every lane.")
  private boolean all;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after N records.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--follow",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait for more records, as it does unless --no-follow is given.")
  private boolean follow = true;

  @Override
  public Integer call() {
    Stream stream = Stream.byTopic(topic).orElseThrow(this::unknownTopic);
    if (limit < 1) {
      throw usage("--limit is " + limit + ": give 1 or more");
    }
    TopicTail tail =
        new TopicTail(stream, start(), follow ? TopicTail.End.NEVER : TopicTail.End.AT_END);
    PrintWriter out = spec.commandLine().getOut();
    RecordFilter filter =
        new RecordFilter(entity(), all ? Set.of() : RecordFilter.HOUSEKEEPING, limit);
    tail.read(
        place.settings().text("kafka.bootstrap"),
        line -> {
          if (filter.takes(line)) {
            out.println(line.text());
          }
          // A reader such as `head` may have gone.
          return !filter.isDone() && !out.checkError();
        });
    return 0;
  }

  private StartPoint start() {
    try {
      return StartPoint.parse(from, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw usage("--from: " + e.getMessage());
    }
  }

  private Optional<EntityId> entity() {
    try {
      return Optional.ofNullable(entity).map(EntityId::parse);
    } catch (IllegalArgumentException e) {
      throw usage("--entity: " + e.getMessage());
    }
  }

  private ParameterException unknownTopic() {
    String known =
        Arrays.stream(Stream.values()).map(Stream::topic).collect(Collectors.joining(", "));
    return usage("there is no topic '" + topic + "'; there are " + known);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
