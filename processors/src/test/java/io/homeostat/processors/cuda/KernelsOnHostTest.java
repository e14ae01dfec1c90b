package io.homeostat.processors.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.embedding.ReferenceStatistics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The kernels' arithmetic, run on the host. */
class KernelsOnHostTest extends KernelValues {
  @Override
  Device open() {
    return HostDevice.start();
  }

  @Override
  void close(Device device) {
    ((HostDevice) device).close();
  }

  @Test
  void theBenchOfAGpuRunsAndTellsItsErrors() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HostDevice device = HostDevice.start()) {
      GpuBench.on(
          device,
          new ReferenceStatistics(),
          60,
          40,
          1,
          new PrintStream(out, true, StandardCharsets.UTF_8));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("device: the host", "kernel_sums_tf32=", "inner_products_fp32=", "e-0")
        .doesNotContain("NaN");
  }
}
