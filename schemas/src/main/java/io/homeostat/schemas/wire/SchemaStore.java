package io.homeostat.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every version of every schema that was ever committed, by its fingerprint (CRC-64-AVRO of the
 * parsing canonical form, Apache Avro specification, "Single-object encoding"). The files are
 * {@code avro/NAME.vN.avsc} beside this class.
 */
public final class SchemaStore {

  /**
   * One version.
   *
   * @param type the record type
   * @param version from 1
   * @param schema the schema
   * @param fingerprint CRC-64-AVRO
   */
  public record Version(RecordType<?> type, int version, Schema schema, long fingerprint) {}

  private final Map<Long, Version> byFingerprint = new HashMap<>();
  private final Map<Class<?>, List<Version>> byType = new HashMap<>();

  private SchemaStore() {}

  /**
   * Reads the committed files.
   *
   * @throws IllegalStateException when a type has no schema
   */
  public static SchemaStore load() {
    SchemaStore store = new SchemaStore();
    for (RecordType<?> type : RecordType.all()) {
      List<Version> versions = new ArrayList<>();
      for (int number = 1; ; number++) {
        Optional<Schema> schema = read(type, number);
        if (schema.isEmpty()) {
          break;
        }
        Version version =
            new Version(
                type, number, schema.get(), SchemaNormalization.parsingFingerprint64(schema.get()));
        versions.add(version);
        store.byFingerprint.put(version.fingerprint(), version);
      }
      store.byType.put(type.type(), List.copyOf(versions));
    }
    return store;
  }

  /** The version with this fingerprint, if it was ever committed. */
  public Optional<Version> find(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }

  /** Every version of a type, oldest first. */
  public List<Version> versions(RecordType<?> type) {
    return byType.getOrDefault(type.type(), List.of());
  }

  /**
   * The newest version of a type, which is the one written.
   *
   * @throws IllegalStateException when none was committed
   */
  public Version newest(RecordType<?> type) {
    List<Version> versions = versions(type);
    if (versions.isEmpty()) {
      throw new IllegalStateException("no schema of " + type.name() + " was committed");
    }
    return versions.get(versions.size() - 1);
  }

  /** The name of a version's file. */
  static String file(RecordType<?> type, int version) {
    return "avro/" + type.name() + ".v" + version + ".avsc";
  }

  private static Optional<Schema> read(RecordType<?> type, int version) {
    try (InputStream in = SchemaStore.class.getResourceAsStream(file(type, version))) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new Schema.Parser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file(type, version), e);
    }
  }
}
