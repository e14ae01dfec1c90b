package io.homeostat.processors.cuda;

import io.homeostat.core.embedding.GoldenValues;
import io.homeostat.core.embedding.ReferenceStatistics;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.TestInstance;

/**
 * The golden values by the kernels, run on the host, whose process ends with this one: within 2e-5,
 * and 2e-4 where a covariance is singular or vectors are equal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostGoldenValuesTest extends GoldenValues {
  HostGoldenValuesTest() {
    super(
        new CudaStatistics(
            HostDevice.start(),
            Precision.TF32,
            1L << 30,
            new ReferenceStatistics(),
            new ReentrantLock()),
        2e-4);
  }
}
