package io.homeostat.core.logs.template;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.model.Ids;
import java.util.Optional;

/**
 * What lines of one statement have in common. Its id is made of the first form that was seen, and
 * stays when the form becomes more general. Mutable: part of a catalog.
 */
public final class Template {
  private final String id;
  private final long sequence;
  private Form form;
  private long lines;
  private long lastLine;
  private Optional<Template> successor = Optional.empty();

  Template(long sequence, Form form) {
    this(Ids.of("log-template", Long.toHexString(form.hash())), sequence, form);
  }

  private Template(String id, long sequence, Form form) {
    this.id = id;
    this.sequence = sequence;
    this.form = form;
  }

  /** Made of the first form: the same after a restart and in every lane that saw it first. */
  public String id() {
    return id;
  }

  /** The words and marks, with {@code <*>} for each parameter. */
  public String text() {
    return form.text();
  }

  /** How many lines have matched. */
  public long lines() {
    return lines;
  }

  /** The template that stands for this one by now: itself, until it was merged. */
  public Template current() {
    Template current = this;
    while (current.successor.isPresent()) {
      current = current.successor.get();
    }
    return current;
  }

  Form form() {
    return form;
  }

  void form(Form wider) {
    form = wider;
  }

  long sequence() {
    return sequence;
  }

  /** The number of the last line that matched. */
  long lastLine() {
    return lastLine;
  }

  void matched(long line) {
    lines++;
    lastLine = line;
  }

  TemplateAlias mergeInto(Template earlier) {
    earlier.lines += lines;
    earlier.lastLine = Math.max(earlier.lastLine, lastLine);
    successor = Optional.of(earlier);
    return new TemplateAlias(id, earlier.id);
  }

  Template copy() {
    Template copy = new Template(id, sequence, form);
    copy.lines = lines;
    copy.lastLine = lastLine;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeString(id);
    sink.writeLong(sequence);
    sink.writeLong(lines);
    sink.writeLong(lastLine);
    form.write(sink);
  }

  static Template read(ByteSource source) {
    String id = source.readString();
    long sequence = source.readLong();
    long lines = source.readLong();
    long lastLine = source.readLong();
    Template template = new Template(id, sequence, Form.read(source));
    template.lines = lines;
    template.lastLine = lastLine;
    return template;
  }
}
