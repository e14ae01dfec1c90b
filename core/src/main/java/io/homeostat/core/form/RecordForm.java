package io.homeostat.core.form;

import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The form of a Java record: its components in their order, without names or tags.
 *
 * @param <T> the record
 */
public final class RecordForm<T> implements Form<T> {

  /**
   * One component.
   *
   * @param name its name, in Java and in Avro
   * @param form its form
   * @param getter reads it, as {@code (Object) → Object}
   */
  public record Field(String name, Form<?> form, MethodHandle getter) {}

  private final Class<T> type;
  private final MethodHandle constructor;
  private List<Field> fields = List.of();
  private boolean mutable;

  /** {@code constructor} is the canonical one as {@code (Object[]) → Object}. */
  RecordForm(Class<T> type, MethodHandle constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  /** Second half of construction, so that a record may hold lists of itself. */
  void complete(List<Field> components) {
    fields = List.copyOf(components);
    mutable = fields.stream().anyMatch(field -> field.form() != this && field.form().mutable());
  }

  public Class<T> type() {
    return type;
  }

  public List<Field> fields() {
    return fields;
  }

  @Override
  public boolean mutable() {
    return mutable;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(T value, ByteSink sink) {
    for (Field field : fields) {
      ((Form<Object>) field.form()).write(get(field, value), sink);
    }
  }

  @Override
  public T read(ByteSource source) {
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fields.get(i).form().read(source);
    }
    return construct(values);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T copy(T value) {
    if (!mutable) {
      return value;
    }
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      values[i] = ((Form<Object>) field.form()).copy(get(field, value));
    }
    return construct(values);
  }

  /** Reads one component of a value of this record. */
  public Object component(Field field, Object value) {
    return get(field, type.cast(value));
  }

  private Object get(Field field, T value) {
    try {
      return (Object) field.getter().invokeExact((Object) value);
    } catch (Throwable e) {
      throw new IllegalStateException(
          "cannot read " + type.getSimpleName() + "." + field.name(), e);
    }
  }

  private T construct(Object[] values) {
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (IllegalArgumentException e) {
      throw new FormException(
          type.getSimpleName() + " does not accept what was read: " + e.getMessage(), e);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot construct " + type.getSimpleName(), e);
    }
  }
}
