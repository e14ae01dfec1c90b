package io.homeostat.core.lane;

import io.homeostat.core.form.CellForm;

/**
 * A part of a fold's state: values by key.
 *
 * @param name its name in the state's form, {@code [a-z][a-z0-9.-]*}; unique within a fold
 * @param form how its values are written
 * @param <V> the values
 */
public record Table<V>(String name, CellForm<V> form) {}
