package io.homeostat.schemas.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code targets.file} says of columns. */
class ProtectedColumnsTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void theColumnsOfATargetAreRead() throws Exception {
    Path file =
        file(
            """
            targets:
              - name: prod/rag
                columns:
                  - {column: public.customers.email, as: hashed}
                  - {column: public.customers.phone, as: masked, gone: true}
                  - {column: public.customers.notes, as: leftOut}
                hashKey: {passwordFile: hash.key}
              - name: prod/other
            """);
    assertThat(ProtectedColumns.find(file, "prod/rag"))
        .isEqualTo(
            new ProtectedColumns(
                List.of(
                    new Column("public.customers", "email", Form.HASHED, false),
                    new Column("public.customers", "phone", Form.MASKED, true),
                    new Column("public.customers", "notes", Form.LEFT_OUT, false)),
                Optional.of(new Secret.InFile(folder.resolve("hash.key")))));
    assertThat(ProtectedColumns.find(file, "prod/other")).isEqualTo(ProtectedColumns.NONE);
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    refused("{column: customers.email, as: masked}", "must be written as schema.table.column");
    refused("{column: a.b.c, as: hidden}", "must be one of leftOut, masked, hashed");
    refused("{column: a.b.c}", "'as' is missing");
    refused("{column: a.b.c, as: hashed}", "must say where the key is");
    refused("{column: a.b.c, as: masked}, {column: a.b.c, as: leftOut}", "is listed twice");
  }

  private void refused(String columns, String why) throws IOException {
    Path file = file("targets:\n  - {name: prod/rag, columns: [" + columns + "]}\n");
    assertThatThrownBy(() -> ProtectedColumns.find(file, "prod/rag"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("targets.yaml"), text);
  }
}
