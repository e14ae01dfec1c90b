package io.homeostat.core.drift.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTextTest {

  @Test
  void aRowsColumnsAreReadByTheirTypes() {
    Map<String, Field> row =
        RowText.read(
            "{\"id\":7, \"price\":-1.5e3,\"city\":\"K\\u00f6ln \\\"x\\\"\\n\",\"ok\":true,"
                + "\"gone\":null,\"decimal\":\"12.50\",\"code\":\"0123\","
                + "\"text\":\"__debezium_unavailable_value\"}");
    assertThat(row)
        .containsEntry("id", new Field.Numeric(7))
        .containsEntry("price", new Field.Numeric(-1500))
        .containsEntry("city", new Field.Text("Köln \"x\"\n"))
        .containsEntry("ok", new Field.Text("true"))
        .containsEntry("gone", new Field.Missing())
        .containsEntry("decimal", new Field.Numeric(12.5))
        .containsEntry("code", new Field.Text("0123"))
        .containsEntry("text", new Field.Untold())
        .hasSize(8);
    assertThat(RowText.read("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1]",
        "{\"a\":[1]}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":NaN}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":\"x}",
        "{\"a\":1e999}"
      })
  void whatIsNoFlatObjectIsRefused(String text) {
    assertThatThrownBy(() -> RowText.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no flat JSON object");
  }
}
