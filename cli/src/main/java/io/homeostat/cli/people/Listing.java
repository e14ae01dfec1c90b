package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** Prints what the console answers, as a table for people or as JSON or YAML for programs. */
final class Listing {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The ways in which a list can be printed. */
  enum Form {
    JSON,
    TABLE,
    YAML
  }

  /**
   * A column of a table.
   *
   * @param title its head
   * @param cell what it shows of an item
   */
  record Column(String title, Function<JsonNode, String> cell) {
    /** A field as it is. */
    static Column of(String title, String field) {
      return new Column(title, item -> item.path(field).asText(""));
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "json, table or yaml; table unless given.")
  private Form form = Form.TABLE;

  /** Prints a list. */
  void print(PrintWriter out, JsonNode items, String none, Column... columns) {
    if (form != Form.TABLE) {
      print(out, items);
    } else if (items.isEmpty()) {
      out.println(none);
    } else {
      table(out, items, columns);
    }
  }

  /** Prints one thing; as a table, what {@code table} prints of it. */
  void print(PrintWriter out, JsonNode item, Runnable table) {
    if (form == Form.TABLE) {
      table.run();
    } else {
      print(out, item);
    }
  }

  private void print(PrintWriter out, JsonNode value) {
    if (form == Form.JSON) {
      out.println(value.toPrettyString());
    } else {
      DumpSettings settings =
          DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
      out.print(new Dump(settings).dumpToString(JSON.convertValue(value, Object.class)));
      // Standard output's writer flushes at println alone.
      out.flush();
    }
  }

  /** Prints a table of things, whatever form was asked for. */
  void table(PrintWriter out, Iterable<JsonNode> items, Column... columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(columns).stream().map(Column::title).toList());
    for (JsonNode item : items) {
      rows.add(List.of(columns).stream().map(it -> safe(it.cell().apply(item))).toList());
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns.length; i++) {
        int column = i;
        int width = rows.stream().mapToInt(it -> it.get(column).length()).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Safe for a terminal whatever the record holds. */
  static String safe(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x7f-\\x9f]", "?");
  }
}
