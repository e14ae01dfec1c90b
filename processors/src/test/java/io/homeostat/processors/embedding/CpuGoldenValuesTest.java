package io.homeostat.processors.embedding;

import io.homeostat.core.embedding.GoldenValues;

class CpuGoldenValuesTest extends GoldenValues {
  CpuGoldenValuesTest() {
    super(new CpuStatistics(2), 1e-9);
  }
}
