package io.homeostat.core.form;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Derives {@link Form}s from Java types, once per type. */
public final class Forms {
  private static final Map<Class<?>, Form<?>> known = new HashMap<>();

  private Forms() {}

  /**
   * The form of a class.
   *
   * @throws IllegalArgumentException for a type that has none, named with its place
   */
  @SuppressWarnings("unchecked")
  public static <T> Form<T> of(Class<T> type) {
    synchronized (known) {
      return (Form<T>) derive(type, type.getSimpleName());
    }
  }

  /** The form of a record. */
  public static <T extends Record> RecordForm<T> ofRecord(Class<T> type) {
    return (RecordForm<T>) of(type);
  }

  private static Form<?> derive(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      return deriveGeneric(generic, where);
    }
    if (!(type instanceof Class<?> raw)) {
      throw unsupported(type, where);
    }
    Form<?> present = known.get(raw);
    return present != null ? present : deriveClass(raw, where);
  }

  private static Form<?> deriveGeneric(ParameterizedType generic, String where) {
    Type[] arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == Optional.class) {
      return new Form.Maybe<>(derive(arguments[0], where));
    }
    if (generic.getRawType() == List.class) {
      return new Form.Items<>(derive(arguments[0], where));
    }
    if (generic.getRawType() == SortedMap.class && arguments[0] == String.class) {
      return new Form.Entries<>(derive(arguments[1], where));
    }
    throw unsupported(generic, where);
  }

  private static Form<?> deriveClass(Class<?> raw, String where) {
    Form<?> simple = simple(raw);
    if (simple == null && raw.isRecord()) {
      return deriveRecord(raw);
    }
    if (simple == null && raw.isSealed()) {
      return deriveSealed(raw);
    }
    if (simple == null) {
      throw unsupported(raw, where);
    }
    known.put(raw, simple);
    return simple;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @org.jspecify.annotations.Nullable Form<?> simple(Class<?> raw) {
    if (raw == String.class) {
      return new Form.Text();
    }
    if (raw == long.class || raw == Long.class) {
      return new Form.Number64();
    }
    if (raw == int.class || raw == Integer.class) {
      return new Form.Number32();
    }
    if (raw == double.class || raw == Double.class) {
      return new Form.Real();
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return new Form.Flag();
    }
    if (raw == byte[].class) {
      return new Form.Blob();
    }
    if (raw == double[].class) {
      return new Form.Reals();
    }
    if (raw == long[].class) {
      return new Form.Numbers();
    }
    if (raw.isEnum()) {
      return new Form.Choice(raw, Arrays.asList(raw.getEnumConstants()));
    }
    return Textual.class.isAssignableFrom(raw) ? new Form.TextValue(raw, parser(raw)) : null;
  }

  private static Form.TextParser<?> parser(Class<?> raw) {
    try {
      MethodHandle parse =
          MethodHandles.publicLookup()
              .findStatic(raw, "parse", MethodType.methodType(raw, String.class))
              .asType(MethodType.methodType(Object.class, String.class));
      return text -> invoke(parse, text, raw);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          raw + " is Textual and needs a public static parse(String)", e);
    }
  }

  private static Object invoke(MethodHandle parse, String text, Class<?> raw) {
    try {
      return (Object) parse.invokeExact(text);
    } catch (IllegalArgumentException e) {
      throw new FormException(raw.getSimpleName() + " can't be read: " + e.getMessage(), e);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot parse a " + raw.getSimpleName(), e);
    }
  }

  private static <T> Form<T> deriveRecord(Class<T> raw) {
    RecordComponent[] components = raw.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(raw, MethodHandles.lookup());
      MethodHandle constructor =
          lookup
              .findConstructor(raw, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      RecordForm<T> form = new RecordForm<>(raw, constructor);
      known.put(raw, form);
      List<RecordForm.Field> fields = new ArrayList<>();
      for (RecordComponent component : components) {
        String where = raw.getSimpleName() + "." + component.getName();
        MethodHandle getter =
            lookup
                .findVirtual(raw, component.getName(), MethodType.methodType(component.getType()))
                .asType(MethodType.methodType(Object.class, Object.class));
        fields.add(
            new RecordForm.Field(
                component.getName(), derive(component.getGenericType(), where), getter));
      }
      form.complete(fields);
      return form;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot reach the constructor or components of " + raw, e);
    } catch (IllegalArgumentException e) {
      known.remove(raw);
      throw e;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Form<T> deriveSealed(Class<T> raw) {
    OneOfForm<T> form = new OneOfForm<>(raw);
    known.put(raw, form);
    List<RecordForm<? extends T>> cases = new ArrayList<>();
    for (Class<?> permitted : raw.getPermittedSubclasses()) {
      if (!permitted.isRecord()) {
        known.remove(raw);
        throw unsupported(permitted, raw.getSimpleName());
      }
      cases.add((RecordForm<? extends T>) derive(permitted, raw.getSimpleName()));
    }
    form.complete(cases);
    return form;
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        where
            + " has type "
            + type.getTypeName()
            + ", which has no binary form; use a record, a sealed interface of records, an enum, Optional, List,"
            + " SortedMap<String, …>, String, a Textual, a number, boolean, byte[], double[] or long[]");
  }
}
