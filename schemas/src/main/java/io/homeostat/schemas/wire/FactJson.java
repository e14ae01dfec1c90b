package io.homeostat.schemas.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.form.OneOfForm;
import io.homeostat.core.form.RecordForm;
import io.homeostat.core.form.Textual;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as JSON, for people and for the REST API: field names as in Avro, an entity as its text,
 * an absent value left out, NaN and infinities as null, bytes as Base64.
 */
public final class FactJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FactJson() {}

  /** One JSON object on one line. */
  public static String text(Fact fact) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(fact, json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  /** Writes the fact as an object; a frame's samples as an object from series to value. */
  public static void write(Fact fact, JsonGenerator json) throws IOException {
    if (fact instanceof MetricFrame frame) {
      writeFrame(frame, json);
    } else {
      write(RecordType.of(fact).form(), fact, json);
    }
  }

  private static void writeFrame(MetricFrame frame, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("entity", frame.entity().text());
    json.writeNumberField("timeMillis", frame.timeMillis());
    json.writeNumberField("receivedMillis", frame.receivedMillis());
    json.writeObjectFieldStart("samples");
    for (int i = 0; i < frame.values().length; i++) {
      json.writeFieldName(frame.series().name(i));
      writeDouble(frame.values()[i], json);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  @SuppressWarnings("unchecked")
  private static void write(Form<?> form, Object value, JsonGenerator json) throws IOException {
    if (form instanceof RecordForm<?> record) {
      writeRecord(record, value, json);
    } else if (form instanceof OneOfForm<?>) {
      write(Forms.of(value.getClass()), value, json);
    } else if (form instanceof Form.Items<?> items) {
      json.writeStartArray();
      for (Object item : (List<Object>) value) {
        write(items.item(), item, json);
      }
      json.writeEndArray();
    } else if (form instanceof Form.Entries<?> entries) {
      json.writeStartObject();
      for (Map.Entry<String, Object> entry : ((Map<String, Object>) value).entrySet()) {
        json.writeFieldName(entry.getKey());
        write(entries.item(), entry.getValue(), json);
      }
      json.writeEndObject();
    } else {
      writePlain(value, json);
    }
  }

  private static void writeRecord(RecordForm<?> form, Object value, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (RecordForm.Field field : form.fields()) {
      Object component = form.component(field, value);
      Form<?> componentForm = field.form();
      if (componentForm instanceof Form.Maybe<?> maybe) {
        Optional<?> present = (Optional<?>) component;
        if (present.isEmpty()) {
          continue;
        }
        component = present.get();
        componentForm = maybe.item();
      }
      json.writeFieldName(field.name());
      write(componentForm, component, json);
    }
    json.writeEndObject();
  }

  private static void writePlain(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Double number) {
      writeDouble(number, json);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof double[] numbers) {
      json.writeStartArray();
      for (double number : numbers) {
        writeDouble(number, json);
      }
      json.writeEndArray();
    } else if (value instanceof long[] numbers) {
      json.writeArray(numbers, 0, numbers.length);
    } else {
      json.writeString(value instanceof Textual text ? text.text() : value.toString());
    }
  }

  private static void writeDouble(double number, JsonGenerator json) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }
}
