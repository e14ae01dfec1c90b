package io.homeostat.ingest.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.debezium.data.VariableScaleDecimal;
import io.homeostat.core.model.RowChange;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A row as one JSON object of at most {@value #LONGEST} characters; columns that don't fit are
 * named, not shown.
 */
final class RowJson {
  static final int LONGEST = RowChange.LONGEST_ROW;
  private static final int LONGEST_TEXT = 512;
  private static final JsonFactory JSON = new JsonFactory();

  private RowJson() {}

  /**
   * The columns in their order; a text longer than {@value #LONGEST_TEXT} characters is cut, and
   * says so.
   *
   * @param forms the columns that don't leave as they are
   */
  static String of(Struct row, Map<String, Form> forms, Protection protection) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      int left = 0;
      for (Field field : row.schema().fields()) {
        Form form = forms.get(field.name());
        if (form == Form.LEFT_OUT) {
          continue;
        }
        json.flush();
        if (text.getBuffer().length() > LONGEST - LONGEST_TEXT - 256) {
          left++;
        } else {
          json.writeFieldName(field.name());
          Object value = row.get(field);
          write(form == null ? value : protection.value(form, value), json);
        }
      }
      if (left > 0) {
        json.writeNumberField("…columns left out", left);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Struct struct
        && VariableScaleDecimal.LOGICAL_NAME.equals(struct.schema().name())) {
      json.writeString(VariableScaleDecimal.toLogical(struct).toString());
    } else if (value instanceof List<?> list) {
      json.writeString("[" + list.size() + " items]");
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[Math.min(bytes.remaining(), LONGEST_TEXT / 2)];
      bytes.duplicate().get(copy);
      json.writeString(Base64.getEncoder().encodeToString(copy));
    } else {
      String text = value.toString();
      json.writeString(
          text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…");
    }
  }
}
