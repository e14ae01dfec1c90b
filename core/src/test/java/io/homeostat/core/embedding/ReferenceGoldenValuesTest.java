package io.homeostat.core.embedding;

class ReferenceGoldenValuesTest extends GoldenValues {
  ReferenceGoldenValuesTest() {
    super(new ReferenceStatistics(), 1e-9);
  }
}
