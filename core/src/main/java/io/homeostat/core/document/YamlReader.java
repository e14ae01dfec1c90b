package io.homeostat.core.document;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML 1.2 into sections that know their places, within limits on size, nesting, aliases. */
public final class YamlReader {
  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final int DEEPEST = 24;
  private static final int MOST_ALIASES = 50;

  private YamlReader() {}

  /** The tree of a file; empty when it holds nothing, or nothing that can be read. */
  public static Optional<Section> read(SourceText source, Problems problems) {
    Place start = new Place(source.name(), 1, 1);
    if (source.text().length() > MOST_CHARACTERS) {
      problems.add(
          start,
          "the file has " + source.text().length() + " characters",
          "split it into files of at most " + MOST_CHARACTERS);
      return Optional.empty();
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setUseMarks(true)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    try {
      if (!withinLimits(source, settings, problems)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(source.text());
      return root.map(node -> new Value(source.name(), node, problems)).flatMap(Value::asRoot);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      problems.add(
          mark.map(at -> place(source.name(), at)).orElse(start),
          "this is not YAML: " + e.getProblem(),
          "");
    } catch (YamlEngineException e) {
      problems.add(start, "this is not YAML: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  private static boolean withinLimits(SourceText source, LoadSettings settings, Problems problems) {
    int depth = 0;
    int aliases = 0;
    for (Event event : new Parse(settings).parseString(source.text())) {
      Event.ID id = event.getEventId();
      if (id == Event.ID.MappingStart || id == Event.ID.SequenceStart) {
        depth++;
      } else if (id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd) {
        depth--;
      } else if (id == Event.ID.Alias) {
        aliases++;
      }
      if (depth > DEEPEST || aliases > MOST_ALIASES) {
        problems.add(
            event
                .getStartMark()
                .map(at -> place(source.name(), at))
                .orElse(new Place(source.name(), 1, 1)),
            depth > DEEPEST ? "this is nested too deep" : "there are too many aliases",
            "at most " + (depth > DEEPEST ? DEEPEST + " levels" : MOST_ALIASES) + " are read");
        return false;
      }
    }
    return true;
  }

  static Place place(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
