package io.homeostat.processors.cuda;

import org.junit.jupiter.api.Tag;

/**
 * The kernels on this machine's GPU: {@code mvn -pl processors test -Dgroups=gpu
 * -DexcludedGroups=}.
 */
@Tag("gpu")
class KernelsOnGpuTest extends KernelValues {
  @Override
  Device open() {
    return JcudaDevice.open();
  }

  @Override
  void close(Device device) {
    // It is the process's own, for as long as the process lives.
  }
}
