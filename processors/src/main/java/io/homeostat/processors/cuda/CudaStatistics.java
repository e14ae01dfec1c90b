package io.homeostat.processors.cuda;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.FrechetDistance;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Spectrum;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.processors.cuda.Device.Grid;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The statistics on a device: what grows with the number of vectors by our kernels, what grows with
 * the dimension alone (spectra, Fréchet) by another backend. Values agree with the reference within
 * 1e-5 of their scale. Many may share a device: they take turns in the order in which they came,
 * each with a bound on its memory.
 */
public final class CudaStatistics implements EmbeddingStatistics {
  private static final int TILE = 128;
  private static final int THREADS = 256;
  private static final int TILE_FLOATS = TILE * (TILE + 4);

  /**
   * A chunk's vectors are read again for each tile of the covariance: so many stay in the cache.
   */
  private static final int CHUNK = 8192;

  private static final int MOST_CHUNKS = 512;
  private static final int LABELS = 16;
  private static final int PARTS = 64;

  /** Rows as long as this are sorted on the device: 128 KiB of shared memory. */
  private static final int LONGEST_ROW = 32_768;

  private final Device device;
  private final Precision precision;
  private final long mostBytes;
  private final EmbeddingStatistics small;
  private final ReentrantLock turn;

  CudaStatistics(
      Device device,
      Precision precision,
      long mostBytes,
      EmbeddingStatistics small,
      ReentrantLock turn) {
    this.device = device;
    this.precision = precision;
    this.mostBytes = mostBytes;
    this.small = small;
    this.turn = turn;
  }

  @Override
  public String backend() {
    return "cuda " + precision.text() + " on " + device.name() + ", spectra by " + small.backend();
  }

  private <T> T inTurn(Function<Allocations, T> work) {
    turn.lock();
    try (Allocations memory = new Allocations(device, mostBytes)) {
      return work.apply(memory);
    } finally {
      turn.unlock();
    }
  }

  /** In one pass, about the mean of the first vectors, so that squares lose few digits. */
  @Override
  public Moments moments(Vectors vectors) {
    int n = vectors.count();
    int d = vectors.dimension();
    double[] shift = start(vectors);
    double[] sums = new double[d];
    double[] covariance =
        inTurn(
            memory -> {
              long rows = memory.of(vectors.rowMajor());
              long about = memory.of(shift);
              Chunks chunks = Chunks.of(n);
              int tiles = tiles(d);
              long parts = memory.floats((long) chunks.count() * d * d);
              long sumParts = memory.doubles(2L * chunks.count() * d);
              device.launch(
                  precision.kernel("inner_products"),
                  new Grid(tiles * (tiles + 1) / 2, chunks.count()),
                  4 * TILE_FLOATS,
                  rows,
                  about,
                  d,
                  rows,
                  about,
                  d,
                  n,
                  chunks.size(),
                  1,
                  parts,
                  sumParts);
              addDoubles(memory, sumParts, 2 * chunks.count(), sums);
              return addFloats(memory, parts, chunks.count(), (long) d * d);
            });
    double[] mean = new double[d];
    for (int k = 0; k < d; k++) {
      mean[k] = shift[k] + sums[k] / n;
      for (int l = k; l < d; l++) {
        double value = (covariance[k * d + l] - sums[k] * sums[l] / n) / (n - 1);
        covariance[k * d + l] = value;
        covariance[l * d + k] = value;
      }
    }
    return new Moments(n, mean, covariance);
  }

  /** The mean alone: one read of the vectors. */
  public double[] mean(Vectors vectors) {
    double[] mean = inTurn(memory -> sums(memory, memory.of(vectors.rowMajor()), vectors));
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= vectors.count();
    }
    return mean;
  }

  private double[] sums(Allocations memory, long rows, Vectors vectors) {
    int d = vectors.dimension();
    int chunk = Math.max(64, (vectors.count() + MOST_CHUNKS - 1) / MOST_CHUNKS);
    int chunks = (vectors.count() + chunk - 1) / chunk;
    long parts = memory.doubles((long) chunks * d);
    device.launch(
        "column_sums",
        new Grid((d + 4 * THREADS - 1) / (4 * THREADS), chunks),
        0,
        rows,
        vectors.count(),
        d,
        chunk,
        parts);
    double[] sums = new double[d];
    addDoubles(memory, parts, chunks, sums);
    return sums;
  }

  @Override
  public Spectrum spectrum(double[] symmetric, int size) {
    return small.spectrum(symmetric, size);
  }

  @Override
  public FrechetDistance frechet(Moments reference, Moments current) {
    return small.frechet(reference, current);
  }

  @Override
  public double[] gram(Vectors vectors) {
    int n = vectors.count();
    float[] products = products(vectors, new double[vectors.dimension()]);
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        gram[i * n + j] = products[i * n + j];
        gram[j * n + i] = products[i * n + j];
      }
    }
    return gram;
  }

  private float[] products(Vectors vectors, double[] shift) {
    int n = vectors.count();
    float[] products = new float[Math.multiplyExact(n, n)];
    return inTurn(
        memory -> {
          long rows = memory.of(vectors.rowMajor());
          long about = memory.of(shift);
          long out = memory.floats((long) n * n);
          device.launch(
              precision.kernel("products"),
              new Grid(tiles(n), tiles(n)),
              4 * TILE_FLOATS,
              rows,
              about,
              n,
              rows,
              about,
              n,
              vectors.dimension(),
              out);
          device.read(out, products);
          return products;
        });
  }

  @Override
  public double[] squaredDistances(Vectors vectors) {
    int n = vectors.count();
    float[] products = products(vectors, start(vectors));
    double[] distances = new double[Math.toIntExact((long) n * (n - 1) / 2)];
    for (int i = 0, next = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double lengths = (double) products[i * n + i] + products[j * n + j];
        distances[next++] = Math.max(0, lengths - 2.0 * products[i * n + j]);
      }
    }
    return distances;
  }

  @Override
  public List<List<Discrepancy>> discrepancies(
      Vectors pooled, List<Kernel> kernels, Labelling labelling) {
    return inTurn(
        memory -> {
          long rows = memory.of(pooled.rowMajor());
          long about = memory.of(start(pooled));
          long squares = memory.floats(pooled.count());
          device.launch(
              "squares", new Grid(pooled.count(), 1), 0, rows, about, pooled.dimension(), squares);
          int width = width(labelling);
          long labels = memory.of(labels(labelling, tiles(pooled.count()) * TILE));
          long[] inputs = {rows, about, squares, labels};
          return kernels.stream()
              .map(kernel -> ofKernel(inputs, pooled, width, kernel, labelling))
              .toList();
        });
  }

  private List<Discrepancy> ofKernel(
      long[] inputs, Vectors pooled, int width, Kernel kernel, Labelling labelling) {
    int tiles = tiles(pooled.count());
    int blocks = tiles * (tiles + 1) / 2;
    int values = 2 * width + 1;
    float gamma = kernel instanceof Kernel.Rbf rbf ? (float) rbf.gamma() : 0;
    double[] sums;
    try (Allocations memory = new Allocations(device, mostBytes)) {
      long parts = memory.floats((long) blocks * values);
      device.launch(
          precision.kernel("kernel_sums"),
          new Grid(blocks, 1),
          4 * (TILE_FLOATS + 26 * TILE),
          inputs[0],
          inputs[1],
          inputs[2],
          inputs[3],
          pooled.count(),
          pooled.dimension(),
          width,
          Float.floatToRawIntBits(gamma) & 0xffff_ffffL,
          parts);
      sums = addFloats(memory, parts, blocks, values);
    }
    int reference = labelling.reference();
    Discrepancy[] all = new Discrepancy[labelling.size()];
    for (int b = 0; b < all.length; b++) {
      double within = sums[b];
      double touching = sums[width + b];
      double total = sums[2 * width];
      all[b] =
          new Discrepancy(
              reference,
              labelling.total() - reference,
              2 * within,
              2 * (total - touching + within),
              touching - 2 * within,
              kernel.at(0));
    }
    return Arrays.asList(all);
  }

  @Override
  public double[][] memberSums(Vectors pooled, Labelling labelling) {
    int n = pooled.count();
    int d = pooled.dimension();
    int width = width(labelling);
    double[] shift = start(pooled);
    double[] all =
        inTurn(
            memory -> {
              long rows = memory.of(pooled.rowMajor());
              long about = memory.of(shift);
              long labels = memory.of(labels(labelling, n));
              long none = memory.of(new double[width]);
              Chunks chunks = Chunks.of(n);
              long parts = memory.floats((long) chunks.count() * width * d);
              device.launch(
                  precision.kernel("inner_products"),
                  new Grid(tiles(width) * tiles(d), chunks.count()),
                  4 * TILE_FLOATS,
                  labels,
                  none,
                  width,
                  rows,
                  about,
                  d,
                  n,
                  chunks.size(),
                  0,
                  parts,
                  0);
              return addFloats(memory, parts, chunks.count(), (long) width * d);
            });
    double[][] sums = new double[labelling.size()][d];
    for (int b = 0; b < sums.length; b++) {
      for (int k = 0; k < d; k++) {
        sums[b][k] = all[b * d + k] + labelling.reference() * shift[k];
      }
    }
    return sums;
  }

  @Override
  public double[][] alongLines(Vectors vectors, double[][] lines) {
    int n = vectors.count();
    int d = vectors.dimension();
    if (n > LONGEST_ROW) {
      return small.alongLines(vectors, lines);
    }
    float[] places = new float[Math.multiplyExact(lines.length, n)];
    double[] none = new double[d];
    inTurn(
        memory -> {
          long rows = memory.of(vectors.rowMajor());
          long directions = memory.of(Vectors.of(lines).rowMajor());
          long about = memory.of(none);
          long out = memory.floats(places.length);
          device.launch(
              precision.kernel("products"),
              new Grid(tiles(lines.length), tiles(n)),
              4 * TILE_FLOATS,
              directions,
              about,
              lines.length,
              rows,
              about,
              n,
              d,
              out);
          int padded = Math.max(2, Integer.highestOneBit(2 * n - 1));
          device.launch("sort_rows", new Grid(lines.length, 1), 4 * padded, out, n, padded);
          device.read(out, places);
          return places;
        });
    double[][] sorted = new double[lines.length][n];
    for (int s = 0; s < sorted.length; s++) {
      for (int i = 0; i < n; i++) {
        sorted[s][i] = places[s * n + i];
      }
    }
    return sorted;
  }

  /** How many vectors a block adds up. */
  private record Chunks(int size, int count) {
    static Chunks of(int vectors) {
      int size = Math.max(CHUNK, (vectors + MOST_CHUNKS - 1) / MOST_CHUNKS);
      return new Chunks(size, (vectors + size - 1) / size);
    }
  }

  private double[] addFloats(Allocations memory, long parts, int count, long width) {
    int groups = (count + PARTS - 1) / PARTS;
    long added = memory.doubles(groups * width);
    int columns = Math.toIntExact((width + THREADS - 1) / THREADS);
    device.launch("add_floats", new Grid(columns, groups), 0, parts, count, width, added);
    double[] sums = new double[Math.toIntExact(width)];
    if (groups == 1) {
      device.read(added, sums);
    } else {
      addDoubles(memory, added, groups, sums);
    }
    return sums;
  }

  private void addDoubles(Allocations memory, long parts, int count, double[] sums) {
    long added = memory.doubles(sums.length);
    int columns = (sums.length + THREADS - 1) / THREADS;
    device.launch("add_doubles", new Grid(columns, 1), 0, parts, count, sums.length, added);
    device.read(added, sums);
  }

  /** The mean of the first vectors, rounded as the device holds it. */
  private static double[] start(Vectors vectors) {
    int n = Math.min(vectors.count(), 1024);
    double[] mean = new double[vectors.dimension()];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += vectors.at(i, k) / n;
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) mean[k];
    }
    return mean;
  }

  private static double[] labels(Labelling labelling, int rows) {
    int width = width(labelling);
    double[] labels = new double[Math.multiplyExact(rows, width)];
    for (int b = 0; b < labelling.size(); b++) {
      byte[] member = labelling.member(b);
      for (int i = 0; i < member.length; i++) {
        labels[i * width + b] = member[i];
      }
    }
    return labels;
  }

  private static int width(Labelling labelling) {
    return (labelling.size() + LABELS - 1) / LABELS * LABELS;
  }

  private static int tiles(int count) {
    return (count + TILE - 1) / TILE;
  }
}
