package io.homeostat.processors.cuda;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.FrechetDistance;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Spectrum;
import io.homeostat.core.embedding.Vectors;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A device's statistics while the device can, then another backend's: whatever the device could not
 * do is computed again, and everything after it, until the process starts anew. Nothing is lost.
 */
final class FallingBack implements EmbeddingStatistics {
  private final EmbeddingStatistics other;
  private final Consumer<DeviceException> told;
  private volatile EmbeddingStatistics now;

  /**
   * @param told hears of the failure, once
   */
  FallingBack(
      EmbeddingStatistics device, EmbeddingStatistics other, Consumer<DeviceException> told) {
    this.now = device;
    this.other = other;
    this.told = told;
  }

  private <T> T by(Function<EmbeddingStatistics, T> work) {
    EmbeddingStatistics tried = now;
    try {
      return work.apply(tried);
    } catch (DeviceException e) {
      if (fallsBack()) {
        told.accept(e);
      }
      return work.apply(other);
    }
  }

  private synchronized boolean fallsBack() {
    boolean first = now != other;
    now = other;
    return first;
  }

  @Override
  public String backend() {
    return now.backend();
  }

  @Override
  public Moments moments(Vectors vectors) {
    return by(backend -> backend.moments(vectors));
  }

  @Override
  public Spectrum spectrum(double[] symmetric, int size) {
    return by(backend -> backend.spectrum(symmetric, size));
  }

  @Override
  public FrechetDistance frechet(Moments reference, Moments current) {
    return by(backend -> backend.frechet(reference, current));
  }

  @Override
  public double[] gram(Vectors vectors) {
    return by(backend -> backend.gram(vectors));
  }

  @Override
  public double[] squaredDistances(Vectors vectors) {
    return by(backend -> backend.squaredDistances(vectors));
  }

  @Override
  public List<List<Discrepancy>> discrepancies(
      Vectors pooled, List<Kernel> kernels, Labelling labelling) {
    return by(backend -> backend.discrepancies(pooled, kernels, labelling));
  }

  @Override
  public double[][] memberSums(Vectors pooled, Labelling labelling) {
    return by(backend -> backend.memberSums(pooled, labelling));
  }

  @Override
  public double[][] alongLines(Vectors vectors, double[][] lines) {
    return by(backend -> backend.alongLines(vectors, lines));
  }
}
