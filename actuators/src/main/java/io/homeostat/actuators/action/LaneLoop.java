package io.homeostat.actuators.action;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of commands. Its commands run on a few strands: those of one target one after the other,
 * in order; those of targets on other strands beside them, so that a long action or a target that
 * can't be reached holds up only its own strand.
 */
final class LaneLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);
  private static final int LONGEST_DEAD_LETTER_BYTES = 64 * 1024;
  private static final int MOST_OPEN = 64;

  private final ActionSettings settings;
  private final int lane;
  private final Tools tools;
  private final LaneWriter writer;
  private final LaneProgress progress;
  private final Journal journal;
  private final Wire wire = new Wire();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> strands;
  private final Conditions conditions;

  /**
   * What all lanes share.
   *
   * @param actuators who carries out which action
   * @param stop the stop switch
   * @param notes where notes go
   * @param clock this process's clock
   * @param threads where the strands run
   */
  record Tools(
      Map<String, Actuator> actuators,
      StopSwitch stop,
      NotePublisher notes,
      InstantSource clock,
      Executor threads) {}

  LaneLoop(
      ActionSettings settings,
      int lane,
      Tools tools,
      LaneWriter writer,
      LaneProgress progress,
      Journal journal) {
    this.settings = settings;
    this.lane = lane;
    this.tools = tools;
    this.writer = writer;
    this.progress = progress;
    this.journal = journal;
    this.conditions =
        new Conditions(settings.mode(), tools.stop()::objection, journal, tools.clock());
    this.strands =
        new ArrayList<>(
            Collections.nCopies(CommandFacts.STRANDS, CompletableFuture.completedFuture(null)));
  }

  /** Takes a record of the lane in; called by one thread, in order. */
  void accept(ConsumerRecord<byte[], byte[]> record) {
    progress.begin(record.offset());
    try {
      Fact fact = wire.decode(record.value() == null ? new byte[0] : record.value()).fact();
      if (fact instanceof Command command) {
        journal.granted(command);
        CommandFacts facts = new CommandFacts(command, lane, record.offset(), settings.lanes());
        run(facts.strand(), () -> carryOut(facts));
      } else {
        run(0, () -> bury(record, "a " + fact.getClass().getSimpleName() + " is no command"));
      }
    } catch (WireException e) {
      run(0, () -> bury(record, String.valueOf(e.getMessage())));
    }
  }

  /** Whether no more should be read for now. */
  boolean full() {
    return progress.size() >= MOST_OPEN;
  }

  /** Completes exceptionally when the lane can't go on here. */
  CompletableFuture<Void> failure() {
    return failure;
  }

  /**
   * Gives the lane up. What is under way in a target goes on there; whoever comes next reads it.
   */
  @Override
  public void close() {
    writer.close();
  }

  private void carryOut(CommandFacts facts) {
    new CommandRun(
            facts,
            writer,
            journal,
            conditions,
            tools.notes().of(facts.command(), lane),
            tools.clock())
        .run(tools.actuators());
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
    byte[] bytes = record.value() == null ? new byte[0] : record.value();
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_DEAD_LETTER_BYTES));
    writer.writeLast(
        List.of(
            new Output(
                Stream.DEAD_LETTERS,
                0,
                "",
                new Origin("actuator-letters", lane, record.offset(), 0),
                new DeadLetter(record.topic(), lane, record.offset(), reason, head))),
        record.offset());
  }

  private void run(int strand, Runnable task) {
    strands.set(
        strand,
        strands
            .get(strand)
            .thenRunAsync(task, tools.threads())
            .whenComplete((done, thrown) -> ended(thrown)));
  }

  private void ended(@Nullable Throwable thrown) {
    if (thrown == null || failure.isDone()) {
      return;
    }
    if (writer.isClosed()) {
      log.info("lane {} of commands was given up", lane);
    } else {
      failure.completeExceptionally(thrown);
    }
  }
}
