package io.homeostat.processors.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.ReferenceStatistics;
import org.junit.jupiter.api.Test;

class GpuFallbackTest {

  @Test
  void whereThereIsNoGpuTheOtherBackendComputesAndItIsCounted() {
    assumeTrue(!present(), "SKIPPED: there is a GPU here");
    EmbeddingStatistics reference = new ReferenceStatistics();
    long before = Gpu.falls();
    assertThat(Gpu.orElse(Precision.TF32, reference)).isSameAs(reference);
    assertThat(Gpu.falls()).isEqualTo(before + 1);
  }

  private static boolean present() {
    try {
      Gpu.open();
      return true;
    } catch (DeviceException e) {
      assertThat(e).hasMessageContaining("CUDA");
      return false;
    }
  }
}
