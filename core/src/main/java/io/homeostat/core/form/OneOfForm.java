package io.homeostat.core.form;

import java.util.List;

/**
 * The form of a sealed interface: Avro's union of the permitted records, in the order in which they
 * are permitted.
 *
 * @param <T> the sealed interface
 */
public final class OneOfForm<T> implements Form<T> {
  private final Class<T> type;
  private List<RecordForm<? extends T>> cases = List.of();
  private boolean mutable;

  OneOfForm(Class<T> type) {
    this.type = type;
  }

  void complete(List<RecordForm<? extends T>> permitted) {
    cases = List.copyOf(permitted);
    mutable = cases.stream().anyMatch(Form::mutable);
  }

  public Class<T> type() {
    return type;
  }

  public List<RecordForm<? extends T>> cases() {
    return cases;
  }

  @Override
  public boolean mutable() {
    return mutable;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(T value, ByteSink sink) {
    int branch = branch(value);
    sink.writeLong(branch);
    ((Form<T>) cases.get(branch)).write(value, sink);
  }

  @Override
  public T read(ByteSource source) {
    int branch = source.readInt();
    if (branch < 0 || branch >= cases.size()) {
      throw new FormException(type.getSimpleName() + " has no case " + branch);
    }
    return cases.get(branch).read(source);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T copy(T value) {
    return mutable ? ((Form<T>) cases.get(branch(value))).copy(value) : value;
  }

  private int branch(T value) {
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).type() == value.getClass()) {
        return i;
      }
    }
    throw new IllegalArgumentException(value.getClass() + " is not permitted by " + type);
  }
}
