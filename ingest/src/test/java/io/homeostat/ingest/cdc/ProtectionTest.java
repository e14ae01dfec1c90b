package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import io.homeostat.schemas.targets.Secret;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** What may pass, and in which form. */
class ProtectionTest {
  private static final String TABLE = "public.customers";

  private final Protection protection = protection("k1");

  @Test
  void aHashIsKeyedAndTheSameForEqualValuesOfAnyType() {
    Object hash = protection.value(Form.HASHED, "a@example.org");
    assertThat(hash).asString().matches("[0-9a-f]{32}");
    assertThat(protection.value(Form.HASHED, "a@example.org")).isEqualTo(hash);
    assertThat(protection.value(Form.HASHED, "b@example.org")).isNotEqualTo(hash);
    assertThat(protection("k2").value(Form.HASHED, "a@example.org")).isNotEqualTo(hash);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
    assertThat(protection.value(Form.HASHED, bytes))
        .isEqualTo(protection.value(Form.HASHED, bytes));
    assertThat(protection.value(Form.HASHED, 7L)).isEqualTo(protection.value(Form.HASHED, 7L));
    assertThat(protection.value(Form.HASHED, List.of("x"))).asString().matches("[0-9a-f]{32}");
  }

  @Test
  void nullAndWhatWasLeftUnchangedSayNothingAndStay() {
    assertThat(protection.value(Form.MASKED, null)).isNull();
    assertThat(protection.value(Form.HASHED, "__debezium_unavailable_value"))
        .isEqualTo("__debezium_unavailable_value");
    assertThat(protection.value(Form.MASKED, 12)).isEqualTo("***");
  }

  @Test
  void onlyWhatTheCatalogueHadPasses() {
    assertThat(protection.of(TABLE, row("id", "email"))).containsEntry("email", Form.HASHED);
    assertThat(protection.of("public.free", row("anything"))).isEmpty();
    assertThatThrownBy(() -> protection.of(TABLE, row("id", "mail")))
        .isInstanceOf(Protection.UnknownException.class)
        .hasMessageContaining("public.customers.mail");
    assertThatThrownBy(() -> protection.of("public.clients", row("id")))
        .isInstanceOf(Protection.UnknownException.class)
        .hasMessageContaining("public.clients");
    assertThat(Protection.NONE.of("public.clients", row("id"))).isEmpty();
  }

  private static Protection protection(String key) {
    return new Protection(
        new ProtectedColumns(
            List.of(new Column(TABLE, "email", Form.HASHED, false)),
            Optional.of(new Secret.InEnvironment("KEY"))),
        Map.of(TABLE, Set.of("id", "email"), "public.free", Set.of("id")),
        key);
  }

  private static Schema row(String... columns) {
    SchemaBuilder builder = SchemaBuilder.struct();
    for (String column : columns) {
      builder.field(column, Schema.OPTIONAL_STRING_SCHEMA);
    }
    return builder.build();
  }
}
