package io.homeostat.ingest.cdc;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The one translation of Debezium's events of PostgreSQL (its envelope with {@code op}, {@code
 * before}, {@code after}, {@code source}, {@code transaction}) into our own. Used by one thread at
 * a time.
 */
final class RowChanges {
  private final String target;
  private final Protection protection;
  private final String life;
  private final long era;
  private long read;

  /**
   * A translation.
   *
   * @param life tells the rows that this capture reads from those that another one read
   * @param era tells changes from those before the newest gap; 0 before the first
   */
  RowChanges(String target, Protection protection, String life, long era) {
    this.target = target;
    this.protection = protection;
    this.life = life;
    this.era = era;
  }

  /** What the origins of its changes begin with. */
  String source() {
    return era == 0 ? target : target + "@" + era;
  }

  /**
   * A change and its place.
   *
   * @param change what changed
   * @param position the commit before its transaction, and its number in the transaction: grows in
   *     the order in which PostgreSQL streams them, and is the same when they are streamed again. A
   *     row that was read has its number among those
   */
  record Placed(RowChange change, Position position) {}

  /**
   * See {@link Placed}.
   *
   * @param life of rows that were read, not streamed, who has read them; their number takes the
   *     commit's place
   */
  record Position(String life, long precedingCommit, int order) {

    /**
     * The origin in a lane.
     *
     * @param source the target, or one of its columns
     */
    Origin origin(String source, int lane) {
      String read = life.isEmpty() ? "" : "/read/" + life;
      return new Origin("cdc/" + source + read, lane, precedingCommit, order);
    }
  }

  /** Whether a record is the last of the rows that a capture reads before it streams. */
  static boolean lastRead(SourceRecord record) {
    if (!(record.value() instanceof Struct value)
        || value.schema().field("op") == null
        || value.schema().field("source") == null) {
      return false;
    }
    return !"r".equals(value.getString("op"))
        || "last".equals(value.getStruct("source").getString("snapshot"));
  }

  /**
   * The change that a record tells; empty for heartbeats, transaction marks and messages.
   *
   * @throws Protection.UnknownException when it is not known whether it may leave
   */
  Optional<Placed> translate(SourceRecord record) {
    if (!(record.value() instanceof Struct value) || value.schema().field("op") == null) {
      return Optional.empty();
    }
    Optional<RowChange.Operation> operation = operation(value.getString("op"));
    if (operation.isEmpty()) {
      return Optional.empty();
    }
    Struct source = value.getStruct("source");
    List<String> path = new ArrayList<>(List.of(target.split("/")));
    String table = source.getString("schema") + "." + source.getString("table");
    path.add(table);
    RowChange change =
        new RowChange(
            new EntityId("pg-table", path),
            operation.get(),
            number(source, "lsn"),
            number(source, "txId"),
            number(source, "ts_ms"),
            record.key() instanceof Struct key ? json(table, key) : "",
            row(table, value, "before"),
            row(table, value, "after"));
    return Optional.of(new Placed(change, position(value, source)));
  }

  private Position position(Struct value, Struct source) {
    if ("r".equals(value.getString("op"))) {
      read++;
      return new Position(life, read, 0);
    }
    Struct transaction = value.getStruct("transaction");
    long order = transaction == null ? 0 : transaction.getInt64("total_order");
    return new Position("", precedingCommit(source.getString("sequence")), Math.toIntExact(order));
  }

  /**
   * {@code source.sequence} is {@code ["commit before, as an LSN","LSN"]}, the first null before
   * any commit.
   */
  static long precedingCommit(@Nullable String sequence) {
    if (sequence == null || sequence.startsWith("[null")) {
      return 0;
    }
    int from = sequence.indexOf('"') + 1;
    return Long.parseLong(sequence.substring(from, sequence.indexOf('"', from)));
  }

  private static Optional<RowChange.Operation> operation(String code) {
    return switch (code) {
      case "c" -> Optional.of(RowChange.Operation.INSERT);
      case "u" -> Optional.of(RowChange.Operation.UPDATE);
      case "d" -> Optional.of(RowChange.Operation.DELETE);
      case "t" -> Optional.of(RowChange.Operation.TRUNCATE);
      case "r" -> Optional.of(RowChange.Operation.READ);
      default -> Optional.empty();
    };
  }

  private Optional<String> row(String table, Struct value, String field) {
    return value.schema().field(field) == null
        ? Optional.empty()
        : Optional.ofNullable(value.getStruct(field)).map(row -> json(table, row));
  }

  private String json(String table, Struct row) {
    return RowJson.of(row, protection.of(table, row.schema()), protection);
  }

  private static long number(Struct source, String field) {
    Object value = source.schema().field(field) == null ? null : source.get(field);
    return value instanceof Number number ? number.longValue() : 0;
  }
}
