package io.homeostat.ingest.cdc;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors for Debezium: all columns of pgvector's types, and those arrays whose vectors are
 * told. Each may be null, also where the table says that it may not: PostgreSQL leaves a value out
 * that is stored apart and unchanged, and Debezium's own reading would never get past such a row.
 */
public final class VectorConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
  /** The setting that names the arrays, as {@code schema.table.column}, with newlines between. */
  static final String ARRAYS = "arrays";

  private static final Set<String> VECTORS = Set.of("vector", "halfvec");
  private static final Set<String> NUMBERS = Set.of("_float4", "_float8");

  private Set<String> arrays = Set.of();

  @Override
  public void configure(Properties settings) {
    arrays = Set.of(settings.getProperty(ARRAYS, "").split("\n", -1));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    String type = column.typeName().substring(column.typeName().lastIndexOf('.') + 1);
    String name = column.dataCollection() + "." + column.name();
    if (VECTORS.contains(type) || (NUMBERS.contains(type) && arrays.contains(name))) {
      registration.register(
          SchemaBuilder.array(Schema.OPTIONAL_FLOAT32_SCHEMA).optional(), VectorConverter::read);
    }
  }

  /** Null for what is no vector: what PostgreSQL has left out, or an array of arrays. */
  static @Nullable List<@Nullable Float> read(@Nullable Object value) {
    if (value instanceof java.sql.Array array) {
      try {
        return ofArray(array.getArray());
      } catch (SQLException e) {
        return null;
      }
    }
    if (value instanceof List<?> list) {
      return ofArray(list.toArray());
    }
    String text = value == null ? "" : value.toString().strip();
    return text.startsWith("[") && text.endsWith("]") ? ofText(text) : null;
  }

  private static @Nullable List<@Nullable Float> ofArray(Object array) {
    List<@Nullable Float> floats = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object each = Array.get(array, i);
      if (each != null && !(each instanceof Number)) {
        return null;
      }
      floats.add(each instanceof Number number ? Float.valueOf(number.floatValue()) : null);
    }
    return floats;
  }

  private static @Nullable List<@Nullable Float> ofText(String text) {
    List<@Nullable Float> floats = new ArrayList<>();
    try {
      for (String each : text.substring(1, text.length() - 1).split(",", -1)) {
        floats.add(Float.valueOf(each.strip()));
      }
      return floats;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
