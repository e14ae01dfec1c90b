package io.homeostat.core.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readable implementation: plain Java, double precision, one thread, the same bits everywhere.
 * Every other backend is held to its values.
 */
public final class ReferenceStatistics implements EmbeddingStatistics {

  @Override
  public String backend() {
    return "reference fp64";
  }

  /** In two passes, as numpy does: the mean first, then products of differences from it. */
  @Override
  public Moments moments(Vectors vectors) {
    int n = vectors.count();
    int d = vectors.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        mean[k] += vectors.at(i, k) / n;
      }
    }
    double[] covariance = new double[d * d];
    double[] centred = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        centred[k] = vectors.at(i, k) - mean[k];
      }
      for (int k = 0; k < d; k++) {
        for (int l = 0; l <= k; l++) {
          covariance[k * d + l] += centred[k] * centred[l];
        }
      }
    }
    for (int k = 0; k < d; k++) {
      for (int l = 0; l <= k; l++) {
        covariance[k * d + l] /= n - 1;
        covariance[l * d + k] = covariance[k * d + l];
      }
    }
    return new Moments(n, mean, covariance);
  }

  @Override
  public Spectrum spectrum(double[] symmetric, int size) {
    return Jacobi.of(symmetric, size);
  }

  /** The eigenvalues of Σ₁Σ₂ are those of the symmetric Σ₁^½ Σ₂ Σ₁^½. */
  @Override
  public FrechetDistance frechet(Moments reference, Moments current) {
    int d = reference.dimension();
    Spectrum spectrum = spectrum(reference.covariance(), d);
    double[][] scaled = spectrum.axes().clone();
    for (int i = 0; i < d; i++) {
      double root = Math.sqrt(Math.max(0, spectrum.values()[i]));
      scaled[i] = scaled[i].clone();
      for (int k = 0; k < d; k++) {
        scaled[i][k] *= root;
      }
    }
    double[] product = current.within(scaled).covariance();
    return FrechetDistance.of(reference, current, spectrum(product, d).values());
  }

  @Override
  public double[] gram(Vectors vectors) {
    int n = vectors.count();
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < vectors.dimension(); k++) {
          sum += vectors.at(i, k) * vectors.at(j, k);
        }
        gram[i * n + j] = sum;
        gram[j * n + i] = sum;
      }
    }
    return gram;
  }

  @Override
  public double[] squaredDistances(Vectors vectors) {
    int n = vectors.count();
    double[] distances = new double[Math.toIntExact((long) n * (n - 1) / 2)];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        distances[next++] = vectors.squaredDistance(i, j);
      }
    }
    return distances;
  }

  @Override
  public List<List<Discrepancy>> discrepancies(
      Vectors pooled, List<Kernel> kernels, Labelling labelling) {
    List<List<Discrepancy>> all = new ArrayList<>();
    for (Kernel kernel : kernels) {
      List<Discrepancy> discrepancies = new ArrayList<>();
      double[] values = new double[pooled.count() * pooled.count()];
      for (int i = 0; i < pooled.count(); i++) {
        for (int j = 0; j < i; j++) {
          values[i * pooled.count() + j] = kernel.at(pooled.squaredDistance(i, j));
        }
      }
      for (int b = 0; b < labelling.size(); b++) {
        discrepancies.add(discrepancy(values, labelling, b, kernel.at(0)));
      }
      all.add(discrepancies);
    }
    return all;
  }

  private static Discrepancy discrepancy(
      double[] kernel, Labelling labelling, int b, double onDiagonal) {
    int n = labelling.total();
    byte[] member = labelling.member(b);
    // By how many of the two belong to the reference.
    double[] sums = new double[3];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sums[member[i] + member[j]] += kernel[i * n + j];
      }
    }
    return new Discrepancy(
        labelling.reference(),
        n - labelling.reference(),
        2 * sums[2],
        2 * sums[0],
        sums[1],
        onDiagonal);
  }

  @Override
  public double[][] memberSums(Vectors pooled, Labelling labelling) {
    int d = pooled.dimension();
    double[][] sums = new double[labelling.size()][d];
    for (int b = 0; b < labelling.size(); b++) {
      byte[] member = labelling.member(b);
      for (int i = 0; i < pooled.count(); i++) {
        if (member[i] == 1) {
          for (int k = 0; k < d; k++) {
            sums[b][k] += pooled.at(i, k);
          }
        }
      }
    }
    return sums;
  }

  @Override
  public double[][] alongLines(Vectors vectors, double[][] lines) {
    double[][] places = new double[lines.length][vectors.count()];
    for (int s = 0; s < lines.length; s++) {
      for (int i = 0; i < vectors.count(); i++) {
        for (int k = 0; k < vectors.dimension(); k++) {
          places[s][i] += vectors.at(i, k) * lines[s][k];
        }
      }
      Arrays.sort(places[s]);
    }
    return places;
  }
}
