package io.homeostat.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * The committed schemas are what the records of core say, and every version can read every other.
 * After a change of a record, {@code mvn -pl schemas test -Dtest=CommittedSchemasTest
 * -Dschemas.write=true} writes the new version's file.
 */
class CommittedSchemasTest {
  private static final Path RESOURCES = Path.of("src/main/resources/io/homeostat/schemas/wire");

  @Test
  void theNewestCommittedSchemaOfEveryTypeIsWhatItsRecordSays() throws IOException {
    SchemaStore store = SchemaStore.load();
    for (RecordType<?> type : RecordType.all()) {
      Schema derived = AvroSchemas.of(type);
      List<SchemaStore.Version> versions = store.versions(type);
      boolean same =
          !versions.isEmpty()
              && versions.get(versions.size() - 1).fingerprint()
                  == SchemaNormalization.parsingFingerprint64(derived);
      if (!same && Boolean.getBoolean("schemas.write")) {
        Path file = RESOURCES.resolve(SchemaStore.file(type, versions.size() + 1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, SchemaFormatter.format("json/pretty", derived) + "\n");
      } else {
        assertThat(same)
            .as(
                "%s has no committed schema for its present components: run with -Dschemas.write=true",
                type.name())
            .isTrue();
      }
    }
  }

  @Test
  void everyVersionReadsEveryOther() {
    SchemaStore store = SchemaStore.load();
    for (RecordType<?> type : RecordType.all()) {
      for (SchemaStore.Version reader : store.versions(type)) {
        for (SchemaStore.Version writer : store.versions(type)) {
          assertThat(
                  SchemaCompatibility.checkReaderWriterCompatibility(
                          reader.schema(), writer.schema())
                      .getType())
              .as(
                  "%s: version %d reads version %d",
                  type.name(), reader.version(), writer.version())
              .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
      }
    }
  }
}
