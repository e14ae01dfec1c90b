package io.homeostat.core.logs.template;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.FormException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one log: all that mining remembers. Written, at most {@value #MOST_BYTES_EACH}
 * bytes for each template that {@link MinerSettings} allows and {@value #MOST_BYTES_BESIDE} beside
 * them. Mutable.
 */
public final class TemplateCatalog {
  /** The most bytes of a template's form: its tokens with their words, in UTF-8. */
  public static final int MOST_BYTES_EACH = 64 + Tokens.MOST * (9 + 2 + 3 * Form.LONGEST_TEXT);

  /** The most bytes of what is not templates. */
  public static final int MOST_BYTES_BESIDE = 64 + 9 * Openings.MOST_VALUES;

  /** The form of the state. */
  public static final CellForm<TemplateCatalog> FORM = new CellFormOf();

  private static final int LEAST_SLOTS = 1_024;
  private static final int MOST_SLOTS = 8_192;

  private final TreeMap<Long, Template> bySequence = new TreeMap<>();
  private final Map<Integer, List<Template>> bySize = new HashMap<>();
  private final Map<Long, Template> byForm = new HashMap<>();
  private final TreeSet<Long> values = new TreeSet<>();
  private long sequence;
  private long lines;
  private int columns;

  private long[] memoForms = new long[0];
  private @Nullable Template[] memo = new Template[0];

  /** All templates, the first seen first. */
  public Collection<Template> templates() {
    return List.copyOf(bySequence.values());
  }

  /** How many lines were matched. */
  public long lines() {
    return lines;
  }

  /** The columns in which times stood, as bits. */
  int columns() {
    return columns;
  }

  void columns(int bits) {
    columns = bits;
  }

  /** Words that have stood where parameters stand. */
  Set<Long> values() {
    return values;
  }

  void learn(long word) {
    if (values.size() < Openings.MOST_VALUES && values.add(word)) {
      forget();
    }
  }

  int size() {
    return bySequence.size();
  }

  long nextSequence() {
    return sequence++;
  }

  /** Counts a line. */
  Template matched(Template template) {
    template.matched(++lines);
    return template;
  }

  /** What {@link #remember} was told for a form since the templates last changed. */
  @Nullable Template remembered(long form) {
    if (memo.length == 0) {
      return null;
    }
    int slot = (int) form & (memo.length - 1);
    return memoForms[slot] == form ? memo[slot] : null;
  }

  void remember(long form, Template template) {
    if (memo.length == 0) {
      allot(LEAST_SLOTS);
    } else if (2 * bySequence.size() > memo.length && memo.length < MOST_SLOTS) {
      allot(2 * memo.length);
    }
    int slot = (int) form & (memo.length - 1);
    memoForms[slot] = form;
    memo[slot] = template;
  }

  private void allot(int slots) {
    memo = new Template[slots];
    memoForms = new long[slots];
  }

  private void forget() {
    if (memo.length > 0) {
      Arrays.fill(memoForms, 0);
    }
  }

  @Nullable Template byForm(long form) {
    return byForm.get(form);
  }

  /** The templates whose forms have so many tokens. */
  List<Template> ofSize(int tokens) {
    return bySize.getOrDefault(tokens, List.of());
  }

  void add(Template template) {
    bySequence.put(template.sequence(), template);
    byForm.put(template.form().hash(), template);
    bySize.computeIfAbsent(template.form().size(), unused -> new ArrayList<>()).add(template);
    forget();
  }

  void remove(Template template) {
    bySequence.remove(template.sequence());
    byForm.remove(template.form().hash());
    List<Template> same = bySize.getOrDefault(template.form().size(), new ArrayList<>());
    same.remove(template);
    if (same.isEmpty()) {
      bySize.remove(template.form().size());
    }
    forget();
  }

  /** Removes the template that no line has matched for longest. */
  void makeRoom(int most) {
    while (bySequence.size() >= most) {
      Optional<Template> oldest =
          bySequence.values().stream().min(Comparator.comparingLong(Template::lastLine));
      oldest.ifPresent(this::remove);
    }
  }

  /** The form. */
  private static final class CellFormOf implements CellForm<TemplateCatalog> {
    @Override
    public void write(TemplateCatalog value, ByteSink sink) {
      sink.writeLong(value.sequence);
      sink.writeLong(value.lines);
      sink.writeLong(value.columns);
      sink.writeLong(value.bySequence.size());
      value.bySequence.values().forEach(template -> template.write(sink));
      sink.writeLong(value.values.size());
      value.values.forEach(sink::writeFixedLong);
    }

    @Override
    public TemplateCatalog read(ByteSource source) {
      TemplateCatalog catalog = new TemplateCatalog();
      catalog.sequence = source.readLong();
      catalog.lines = source.readLong();
      catalog.columns = source.readInt();
      int size = source.readLength(4);
      for (int i = 0; i < size; i++) {
        catalog.add(Template.read(source));
      }
      if (catalog.size() != size) {
        throw new FormException("of " + size + " templates two have one place");
      }
      int values = source.readLength(Long.BYTES);
      for (int i = 0; i < values; i++) {
        catalog.values.add(source.readFixedLong());
      }
      return catalog;
    }

    @Override
    public TemplateCatalog copy(TemplateCatalog value) {
      TemplateCatalog copy = new TemplateCatalog();
      copy.sequence = value.sequence;
      copy.lines = value.lines;
      copy.columns = value.columns;
      value.bySequence.values().forEach(template -> copy.add(template.copy()));
      copy.values.addAll(value.values);
      return copy;
    }
  }
}
