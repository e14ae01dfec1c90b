package io.homeostat.processors.cuda;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.processors.embedding.CpuStatistics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's GPU, if it has one that can be used: opened once, shared by all who compute, each
 * in turn.
 */
public final class Gpu {
  private static final Logger LOG = LoggerFactory.getLogger(Gpu.class);

  /** How much of the device's memory one computation may take. */
  private static final long MOST_BYTES = 16L << 30;

  private static final AtomicLong FALLS = new AtomicLong();
  private static @Nullable Gpu opened;

  private final Device device;
  private final ReentrantLock turn = new ReentrantLock(true);

  private Gpu(Device device) {
    this.device = device;
  }

  /**
   * Opens the GPU.
   *
   * @throws DeviceException when there is none that can be used, with the reason
   */
  public static synchronized Gpu open() {
    if (opened == null) {
      opened = new Gpu(JcudaDevice.open());
    }
    return opened;
  }

  /** How often this process went on with the CPU where a GPU was asked for. */
  public static long falls() {
    return FALLS.get();
  }

  /** Its statistics; a failure of the device reaches the caller. */
  public CudaStatistics statistics(Precision precision, EmbeddingStatistics small) {
    return new CudaStatistics(device, precision, MOST_BYTES, small, turn);
  }

  /**
   * The GPU's statistics where there is one, until it fails, else the other backend's. The log says
   * once that it is not the GPU, and {@link #falls} counts it.
   */
  public static EmbeddingStatistics orElse(Precision precision, EmbeddingStatistics other) {
    return first(precision, other)
        .<EmbeddingStatistics>map(gpu -> new FallingBack(gpu, other, e -> fell(other, e)))
        .orElse(other);
  }

  /**
   * What this process's jobs compute with: the GPU in split TF32, or OpenBLAS on one thread. Chosen
   * once.
   */
  public static EmbeddingStatistics usual() {
    return Usual.STATISTICS;
  }

  /** Made when it is first asked for. */
  private static final class Usual {
    static final EmbeddingStatistics STATISTICS = orElse(Precision.TF32, cpu());

    /** OpenBLAS where its natives can be loaded, else plain Java, which is slow and right. */
    private static EmbeddingStatistics cpu() {
      try {
        EmbeddingStatistics cpu = new CpuStatistics(1);
        cpu.gram(Vectors.of(new double[][] {{1}}));
        return cpu;
      } catch (LinkageError e) {
        LOG.warn("OpenBLAS can't be loaded; embedding statistics are computed in plain Java", e);
        return new ReferenceStatistics();
      }
    }
  }

  private static Optional<CudaStatistics> first(Precision precision, EmbeddingStatistics other) {
    try {
      return Optional.of(open().statistics(precision, other));
    } catch (DeviceException e) {
      fell(other, e);
      return Optional.empty();
    }
  }

  private static void fell(EmbeddingStatistics other, DeviceException e) {
    FALLS.incrementAndGet();
    LOG.warn("Embedding statistics go on with {}: {}", other.backend(), e.getMessage());
  }
}
