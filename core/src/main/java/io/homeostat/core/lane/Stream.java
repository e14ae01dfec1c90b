package io.homeostat.core.lane;

import java.util.Arrays;
import java.util.Optional;

/** The logs that Homeostat reads and writes, by their names on the wire. */
public enum Stream {
  /** {@link io.homeostat.core.model.MetricFrame}s, in lanes by entity. */
  METRICS("telemetry.metrics", Kind.INBOX),
  /** {@link io.homeostat.core.model.LogEntry}s, in lanes by entity. */
  LOGS("telemetry.logs", Kind.INBOX),
  /** {@link io.homeostat.core.model.RowChange}s, in lanes by table. */
  CHANGES("changes.data", Kind.INBOX),
  /** {@link io.homeostat.core.model.EmbeddingVector}s, in lanes by collection. */
  EMBEDDINGS("embeddings", Kind.INBOX),
  /** Signals, changes, outcomes and answers, in lanes by system: what incidents are made of. */
  SIGNALS("signals", Kind.INBOX),
  /** Proposals, approvals, outcomes and verdicts, in one lane: what the governor decides on. */
  GOVERNANCE("governance", Kind.INBOX),
  /** What the governor has granted, for the actuators. */
  COMMANDS("commands", Kind.OUTPUT),
  /** Every incident in its newest state. */
  INCIDENTS("incidents", Kind.OUTPUT),
  /** Every decision of the governor, with each gate's verdict. */
  DECISIONS("decisions", Kind.OUTPUT),
  /** Intents, outcomes and verdicts, for people and other systems. */
  OUTCOMES("outcomes", Kind.OUTPUT),
  /** The hash-chained account of what was decided and done. */
  AUDIT("audit", Kind.OUTPUT),
  /**
   * {@link io.homeostat.core.model.EmbeddingReport}s: each window of vectors beside its reference.
   */
  EMBEDDING_REPORTS("embedding.reports", Kind.OUTPUT),
  /**
   * {@link io.homeostat.core.model.DriftReport}s: of each rule, table and segment the newest judged
   * window, and the figures of the newest windows. Compacted: keys are reused in a ring.
   */
  DRIFT_REPORTS("drift.reports", Kind.OUTPUT),
  /** What people were told of each incident. */
  PAGES("pages", Kind.OUTPUT),
  /** Exported states of folds. */
  STATES("states", Kind.OUTPUT),
  /** Records that could not be read, with their origin and the reason. */
  DEAD_LETTERS("dead-letters", Kind.OUTPUT),
  /** Rules, topology, silences: compacted; copied into every inbox lane by the broadcaster. */
  CONTEXT("context", Kind.COMMON),
  /** {@link io.homeostat.core.model.TableShape}s as they were read last: compacted. */
  SHAPES("table.shapes", Kind.COMMON),
  /** Stop and start; read directly by everyone who makes effects. */
  CONTROLS("controls", Kind.COMMON),
  /** One partition without records, whose ownership elects the clock. */
  CLOCK("clock", Kind.COMMON),
  /** How the doors of each process are, as ticks of its own, for the clock to tell in its ticks. */
  DOORS("doors", Kind.COMMON);

  /** What a stream is for. */
  public enum Kind {
    /** Read by deciders; gets ticks and context. */
    INBOX,
    /** Written by deciders and actuators. */
    OUTPUT,
    /** Reaches everyone. */
    COMMON
  }

  private final String topic;
  private final Kind kind;

  Stream(String topic, Kind kind) {
    this.topic = topic;
    this.kind = kind;
  }

  /** The topic's name in Kafka. */
  public String topic() {
    return topic;
  }

  public Kind kind() {
    return kind;
  }

  /** The stream of a topic's name, if there is one. */
  public static Optional<Stream> byTopic(String topic) {
    return Arrays.stream(values()).filter(stream -> stream.topic.equals(topic)).findFirst();
  }
}
