package io.homeostat.schemas.wire;

import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.form.OneOfForm;
import io.homeostat.core.form.RecordForm;
import io.homeostat.core.lane.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Derives the Avro schema that a {@link Form} encodes. */
final class AvroSchemas {
  private static final String NAMESPACE = "io.homeostat";

  private final Map<Class<?>, Schema> named = new HashMap<>();

  private AvroSchemas() {}

  /** The schema of a record type on the wire: its own fields, then {@code origin}. */
  static Schema of(RecordType<?> type) {
    AvroSchemas schemas = new AvroSchemas();
    List<Schema.Field> fields = schemas.fields(type.form());
    fields.add(
        new Schema.Field("origin", schemas.derive(Forms.ofRecord(Origin.class)), null, null));
    return Schema.createRecord(type.name(), null, NAMESPACE, false, fields);
  }

  private List<Schema.Field> fields(RecordForm<?> form) {
    List<Schema.Field> fields = new ArrayList<>();
    for (RecordForm.Field field : form.fields()) {
      fields.add(
          new Schema.Field(field.name(), derive(field.form()), null, fallback(field.form())));
    }
    return fields;
  }

  private static @org.jspecify.annotations.Nullable Object fallback(Form<?> form) {
    if (form instanceof Form.Maybe<?>) {
      return JsonProperties.NULL_VALUE;
    }
    if (form instanceof Form.Items<?>
        || form instanceof Form.Reals
        || form instanceof Form.Numbers) {
      return Collections.emptyList();
    }
    return form instanceof Form.Entries<?> ? Collections.emptyMap() : null;
  }

  private Schema derive(Form<?> form) {
    if (form instanceof RecordForm<?> nested) {
      return record(nested);
    }
    if (form instanceof OneOfForm<?> union) {
      return Schema.createUnion(union.cases().stream().map(this::record).toList());
    }
    if (form instanceof Form.Choice<?> choice) {
      return enumeration(choice);
    }
    if (form instanceof Form.Maybe<?> maybe) {
      return Schema.createUnion(Schema.create(Schema.Type.NULL), derive(maybe.item()));
    }
    if (form instanceof Form.Items<?> items) {
      return Schema.createArray(derive(items.item()));
    }
    if (form instanceof Form.Entries<?> entries) {
      return Schema.createMap(derive(entries.item()));
    }
    return primitive(form);
  }

  private static Schema primitive(Form<?> form) {
    if (form instanceof Form.Reals) {
      return Schema.createArray(Schema.create(Schema.Type.DOUBLE));
    }
    if (form instanceof Form.Numbers) {
      return Schema.createArray(Schema.create(Schema.Type.LONG));
    }
    if (form instanceof Form.Number64) {
      return Schema.create(Schema.Type.LONG);
    }
    if (form instanceof Form.Number32) {
      return Schema.create(Schema.Type.INT);
    }
    if (form instanceof Form.Real) {
      return Schema.create(Schema.Type.DOUBLE);
    }
    if (form instanceof Form.Flag) {
      return Schema.create(Schema.Type.BOOLEAN);
    }
    return Schema.create(form instanceof Form.Blob ? Schema.Type.BYTES : Schema.Type.STRING);
  }

  private Schema record(RecordForm<?> form) {
    Schema present = named.get(form.type());
    if (present != null) {
      return present;
    }
    Schema schema = Schema.createRecord(name(form.type()), null, NAMESPACE, false, fields(form));
    named.put(form.type(), schema);
    return schema;
  }

  private Schema enumeration(Form.Choice<?> choice) {
    return named.computeIfAbsent(
        choice.type(),
        type -> {
          List<String> symbols = choice.constants().stream().map(Enum::name).toList();
          String fallback = symbols.contains("UNKNOWN") ? "UNKNOWN" : null;
          return Schema.createEnum(name(type), null, NAMESPACE, symbols, fallback);
        });
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
  }
}
