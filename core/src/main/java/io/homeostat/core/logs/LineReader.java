package io.homeostat.core.logs;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import io.homeostat.core.logs.template.Header;
import io.homeostat.core.logs.template.MinerSettings;
import io.homeostat.core.logs.template.StackTrace;
import io.homeostat.core.logs.template.Template;
import io.homeostat.core.logs.template.TemplateAlias;
import io.homeostat.core.logs.template.TemplateCatalog;
import io.homeostat.core.logs.template.TemplateMiner;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a line says of itself: its level, from its header where the sender gave none, and its
 * template, where a rule asks for templates. Lines of a stack trace have no template.
 */
final class LineReader {
  /** The most templates of an entity. */
  static final int MOST_TEMPLATES = 256;

  private static final int LONGEST_HEADER = 256;
  private static final Table<TemplateCatalog> CATALOGS =
      new Table<>("logs.templates", TemplateCatalog.FORM);

  private final TemplateMiner miner =
      new TemplateMiner(MinerSettings.DEFAULT.withMostTemplates(MOST_TEMPLATES));
  private final Header header = new Header();

  /**
   * What a line says of itself.
   *
   * @param level how grave it is
   * @param template the id of its template
   * @param isNew whether the entity has never written a line of that template before
   * @param aliases which templates it shows to be one
   */
  record Said(Level level, Optional<String> template, boolean isNew, List<TemplateAlias> aliases) {}

  List<Table<?>> tables() {
    return List.of(CATALOGS);
  }

  Said read(Cells cells, String key, LogEntry entry, LogBinding binding, Optional<Norms> norms) {
    Level level = entry.level() == Level.UNSET ? named(entry.body()) : entry.level();
    if (!binding.mines() || StackTrace.continues(entry.body())) {
      return new Said(level, Optional.empty(), false, List.of());
    }
    TemplateCatalog catalog = cells.get(CATALOGS, key).orElseGet(TemplateCatalog::new);
    Template template = miner.match(catalog, entry.body());
    List<TemplateAlias> aliases = miner.aliases();
    aliases.forEach(alias -> norms.ifPresent(known -> known.alias(alias)));
    cells.put(CATALOGS, key, catalog);
    return new Said(level, Optional.of(template.id()), template.lines() == 1, aliases);
  }

  private Level named(String body) {
    char[] chars = body.substring(0, Math.min(body.length(), LONGEST_HEADER)).toCharArray();
    header.read(chars, 0, chars.length, 0);
    return header.level().orElse(Level.UNSET);
  }

  boolean remembers(Cells cells, String key) {
    return cells.get(CATALOGS, key).isPresent();
  }

  void forget(Cells cells, String key) {
    cells.remove(CATALOGS, key);
  }
}
