package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.VectorColumn;
import java.util.List;
import java.util.function.Supplier;

/** What is special about columns in a test. */
record TestColumns(Supplier<ProtectedColumns> those, List<VectorColumn> vectors)
    implements Capture.Columns {
  /** Nothing is. */
  static final TestColumns NONE = new TestColumns(() -> ProtectedColumns.NONE, List.of());

  @Override
  public ProtectedColumns protectedOnes() {
    return those.get();
  }
}
