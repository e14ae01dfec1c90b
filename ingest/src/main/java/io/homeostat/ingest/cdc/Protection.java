package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Keeps protected columns' values from leaving the process. It is sure of what it lets through:
 * where anything is protected, only tables that the catalogue had at the start pass, and of a table
 * with protected columns only columns that it had. What was renamed since is therefore refused, not
 * let through under its new name.
 */
final class Protection {
  /** Nothing is protected. */
  static final Protection NONE = new Protection(ProtectedColumns.NONE, Map.of(), "");

  private static final String MASK = "***";
  private static final int HASH_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";

  /** Stands for a long value that a change has left as it was (PostgreSQL's TOAST). */
  private static final String UNCHANGED = "__debezium_unavailable_value";

  private final Map<String, Map<String, Form>> forms = new HashMap<>();
  private final Map<String, Set<String>> catalogue;
  private final Optional<Mac> mac;

  /**
   * Protection.
   *
   * @param catalogue the columns of each table that may pass, by {@code schema.table}
   * @param key the key of the hashes; empty where nothing is hashed
   */
  Protection(ProtectedColumns columns, Map<String, Set<String>> catalogue, String key) {
    for (Column column : columns.columns()) {
      forms
          .computeIfAbsent(column.table(), table -> new HashMap<>())
          .put(column.name(), column.form());
    }
    this.catalogue = Map.copyOf(catalogue);
    this.mac = key.isEmpty() ? Optional.empty() : Optional.of(mac(key));
  }

  private static Mac mac(String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Something that can't be vouched for; the message names it, never a value. */
  static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownException(String message) {
      super(message);
    }
  }

  /**
   * The forms of a table's columns, by name.
   *
   * @param row the columns of a row or a key
   * @throws UnknownException when it can't vouch for them
   */
  Map<String, Form> of(String table, Schema row) {
    if (forms.isEmpty()) {
      return Map.of();
    }
    Map<String, Form> here = forms.getOrDefault(table, Map.of());
    Set<String> columns = catalogue.get(table);
    if (columns == null && here.isEmpty()) {
      throw new UnknownException(
          "table " + table + " was not there when the protected columns were looked up");
    }
    if (!here.isEmpty()) {
      for (Field field : row.fields()) {
        boolean known =
            here.containsKey(field.name()) || (columns != null && columns.contains(field.name()));
        if (!known) {
          throw new UnknownException(
              "column "
                  + table
                  + "."
                  + field.name()
                  + " was not there when the protected columns were looked up");
        }
      }
    }
    return here;
  }

  /** A value in its form; null stays null, for it says nothing but that. */
  @Nullable Object value(Form form, @Nullable Object value) {
    if (value == null || UNCHANGED.equals(value)) {
      return value;
    }
    return switch (form) {
      case LEFT_OUT -> null;
      case MASKED -> MASK;
      case HASHED -> hash(value);
    };
  }

  /** By one thread at a time: a capture has one. */
  private synchronized String hash(Object value) {
    Mac keyed = mac.orElseThrow();
    if (value instanceof ByteBuffer bytes) {
      keyed.update(bytes.duplicate());
    } else {
      keyed.update(value.toString().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(keyed.doFinal(), 0, HASH_BYTES);
  }
}
