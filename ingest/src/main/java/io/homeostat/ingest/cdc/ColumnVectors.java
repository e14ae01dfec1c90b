package io.homeostat.ingest.cdc;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.ingest.cdc.RowChanges.Position;
import io.homeostat.schemas.targets.VectorColumn;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of one column (pgvector's {@code vector} and {@code halfvec}, {@code real[]}, {@code
 * double precision[]}), as rows bring them: each vector that is written, and none that stays as it
 * was. Used by one thread at a time.
 *
 * <p>Whether a row that was updated has a new vector is known where the row before is told ({@code
 * REPLICA IDENTITY FULL}), and where PostgreSQL leaves the vector out because it is stored apart
 * and unchanged. Else the vectors of the last {@value RowMemory#ROWS} rows are remembered by their
 * hash: one that is told a first time counts as new.
 */
final class ColumnVectors {
  private static final Logger log = LoggerFactory.getLogger(ColumnVectors.class);
  private static final String UNKNOWN_MODEL = "unknown";

  private final VectorColumn column;
  private final RowMemory memory = new RowMemory();
  private long leftOut;

  ColumnVectors(VectorColumn column) {
    this.column = column;
  }

  VectorColumn column() {
    return column;
  }

  /**
   * A vector and its place.
   *
   * @param position of the row's change
   */
  record Placed(EmbeddingVector vector, Position position) {}

  /**
   * The vector that a change of a row brings.
   *
   * @param change the change that the record tells
   * @param receivedMillis the door's time
   */
  Optional<Placed> of(SourceRecord record, RowChanges.Placed change, long receivedMillis) {
    List<String> path = change.change().table().path();
    if (!path.get(path.size() - 1).equals(column.table())
        || !(record.value() instanceof Struct value)
        || value.schema().field("after") == null) {
      return Optional.empty();
    }
    Struct after = value.getStruct("after");
    Field field = after == null ? null : after.schema().field(column.name());
    if (after == null || field == null || !(after.get(field) instanceof List<?> numbers)) {
      return Optional.empty();
    }
    if (unchanged(value, record.key(), numbers)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Placed(
              EmbeddingVector.of(
                  column.collection(),
                  model(after),
                  column.role(),
                  id(record.key()),
                  change.change().committedMillis(),
                  receivedMillis,
                  floats(numbers)),
              change.position()));
    } catch (IllegalArgumentException e) {
      leaveOut(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean unchanged(Struct value, @Nullable Object key, List<?> numbers) {
    Struct before = value.schema().field("before") == null ? null : value.getStruct("before");
    Field field = before == null ? null : before.schema().field(column.name());
    if (before != null && field != null) {
      return numbers.equals(before.get(field));
    }
    boolean same = memory.replace(id(key), numbers.hashCode() * 31L + numbers.size());
    return same && "u".equals(value.getString("op"));
  }

  private float[] floats(List<?> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      if (!(numbers.get(i) instanceof Number number)) {
        throw new IllegalArgumentException("value " + i + " of a vector is no number");
      }
      floats[i] = number.floatValue();
    }
    return floats;
  }

  private String model(Struct row) {
    if (column.model().isPresent()) {
      return column.model().get();
    }
    Field field = row.schema().field(column.modelColumn().orElse(""));
    Object model = field == null ? null : row.get(field);
    String text = model == null ? "" : model.toString();
    return text.isBlank() ? UNKNOWN_MODEL : text;
  }

  /** The values of the row's key, with slashes between them; empty where the table has no key. */
  private static String id(@Nullable Object key) {
    return key instanceof Struct struct
        ? struct.schema().fields().stream()
            .map(field -> Objects.toString(struct.get(field), ""))
            .collect(Collectors.joining("/"))
        : "";
  }

  /** Says so at the first, the tenth, the hundredth time, and so on. */
  private void leaveOut(String why) {
    leftOut++;
    double digits = Math.log10((double) leftOut);
    if (digits == Math.rint(digits)) {
      log.warn("{} vectors of {} were left out, the last: {}", leftOut, column.text(), why);
    }
  }
}
