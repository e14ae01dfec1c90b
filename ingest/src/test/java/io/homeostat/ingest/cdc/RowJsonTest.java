package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.VariableScaleDecimal;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class RowJsonTest {

  @Test
  void decimalsAreWrittenAsTheyAreWithAndWithoutAScaleOfTheColumn() {
    Schema any = VariableScaleDecimal.builder().optional().build();
    Schema schema =
        SchemaBuilder.struct()
            .field("price", any)
            .field("fee", Decimal.schema(2))
            .field("none", any)
            .build();
    Struct row =
        new Struct(schema)
            .put("price", VariableScaleDecimal.fromLogical(any, new BigDecimal("12.345")))
            .put("fee", new BigDecimal("1.50"));

    assertThat(RowJson.of(row, Map.of(), Protection.NONE))
        .isEqualTo("{\"price\":\"12.345\",\"fee\":\"1.50\",\"none\":null}");
  }
}
