package io.homeostat.core.logs.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the template of each line, in one pass. Values are known by their look ({@link Scanner}),
 * as Drain's masks are (P. He et al., "Drain: An Online Log Parsing Approach with Fixed Depth
 * Tree", ICWS 2017), but without regular expressions or settings for a log; words become parameters
 * where many different ones stand in otherwise equal forms ({@link Openings}), as in AEL and Brain,
 * but online. What is remembered is in the {@link TemplateCatalog}; a miner holds buffers alone and
 * may serve many catalogs of one thread.
 *
 * <p>A line's template is a function of the lines before it: a catalog that was written and read
 * gives the same ids. When templates turn out to be one, the earlier stands for both, and {@link
 * #aliases} says so.
 */
public final class TemplateMiner {
  private final MinerSettings settings;
  private final Openings openings;
  private final Scanner scanner = new Scanner();
  private final Header header = new Header();
  private final List<TemplateAlias> aliases = new ArrayList<>();
  private char[] buffer = new char[1_024];

  /** A miner with the one configuration that is used everywhere. */
  public TemplateMiner() {
    this(MinerSettings.DEFAULT);
  }

  public TemplateMiner(MinerSettings settings) {
    this.settings = settings;
    this.openings = new Openings(settings);
  }

  /** The template of an entry; a stack trace in it does not count. */
  public Template match(TemplateCatalog catalog, String body) {
    int length = fill(StackTrace.essence(body));
    return match(catalog, buffer, 0, length);
  }

  private int fill(String line) {
    int length = Math.min(line.length(), Scanner.MOST_CHARS);
    if (buffer.length < length) {
      buffer = new char[Scanner.MOST_CHARS];
    }
    line.getChars(0, length, buffer, 0);
    return length;
  }

  /**
   * The values that stand in an entry where its template has parameters, in their order.
   *
   * @param template what {@link #match} gave for it
   */
  public List<Parameter> parameters(TemplateCatalog catalog, Template template, String body) {
    int length = fill(StackTrace.essence(body));
    int begin = header.read(buffer, 0, length, catalog.columns());
    Tokens tokens = scanner.scan(buffer, begin, length);
    long[] codes = template.current().form().codes();
    List<Parameter> values = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] != Tokens.PARAMETER) {
        next += next < tokens.size() && tokens.code(next) == codes[i] ? 1 : 0;
        continue;
      }
      int first = next;
      boolean isLast = i + 1 == codes.length;
      while (next < tokens.size()
          && (isLast || next == first || tokens.code(next) != codes[i + 1])) {
        next++;
      }
      if (first < next) {
        int from = tokens.start(first);
        String text = new String(buffer, from, tokens.end(next - 1) - from);
        values.add(new Parameter(ParameterLook.of(text), text));
      }
    }
    return values;
  }

  /** The template of the line in {@code chars} from {@code from} to {@code to}. */
  public Template match(TemplateCatalog catalog, char[] chars, int from, int to) {
    int end = Math.min(to, from + Scanner.MOST_CHARS);
    int begin = header.read(chars, from, end, catalog.columns());
    catalog.columns(header.columns());
    Tokens tokens = scanner.scan(chars, begin, end);
    long form = tokens.form();
    Template known = catalog.remembered(form);
    if (known == null) {
      known = catalog.byForm(form);
      if (known == null) {
        known = unknown(catalog, Form.of(chars, tokens));
      }
      catalog.remember(form, known);
    }
    return catalog.matched(known);
  }

  /** The header of the last line that was matched. */
  public Header header() {
    return header;
  }

  /** Which templates turned out to be one since this was asked last. */
  public List<TemplateAlias> aliases() {
    List<TemplateAlias> said = List.copyOf(aliases);
    aliases.clear();
    return said;
  }

  private Template unknown(TemplateCatalog catalog, Form form) {
    Openings.Opening opening = openings.of(form, catalog);
    if (opening.members().isEmpty()) {
      catalog.makeRoom(settings.mostTemplates());
      Template created = new Template(catalog.nextSequence(), form);
      catalog.add(created);
      return created;
    }
    learn(catalog, form, opening);
    Template first = opening.members().get(0);
    if (opening.members().size() == 1 && isParameter(first.form(), opening.places())) {
      return first;
    }
    return merge(catalog, form, opening);
  }

  private static boolean isParameter(Form form, int[] places) {
    for (int place : places) {
      if (form.codes()[place] != Tokens.PARAMETER) {
        return false;
      }
    }
    return true;
  }

  private static void learn(TemplateCatalog catalog, Form form, Openings.Opening opening) {
    for (int place : opening.places()) {
      for (long word : Openings.wordsAt(form, opening.members(), place)) {
        if (word != Tokens.PARAMETER) {
          catalog.learn(word);
        }
      }
    }
  }

  /** Makes templates one, until no two are left that are. */
  private Template merge(TemplateCatalog catalog, Form form, Openings.Opening opening) {
    Form wider = form;
    Openings.Opening next = opening;
    Template first = opening.members().get(0);
    while (!next.members().isEmpty()) {
      wider = wider.open(next.places());
      List<Template> all = new ArrayList<>(next.members());
      Template same = catalog.byForm(wider.hash());
      if (same != null && !all.contains(same)) {
        all.add(same);
      }
      for (Template member : all) {
        first = member.sequence() < first.sequence() ? member : first;
      }
      if (!all.contains(first)) {
        all.add(first);
      }
      for (Template member : all) {
        catalog.remove(member);
        if (member != first) {
          aliases.add(member.mergeInto(first));
        }
      }
      first.form(wider);
      next = openings.of(wider, catalog);
      learn(catalog, wider, next);
    }
    catalog.add(first);
    return first;
  }
}
