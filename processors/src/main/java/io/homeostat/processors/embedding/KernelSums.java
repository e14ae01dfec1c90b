package io.homeostat.processors.embedding;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Sums of kernels over pairs for all labellings at once: the kernel matrix times the matrix of
 * labels. The matrix is never whole: its upper triangle is made in square tiles, each by one
 * thread, and added up in a fixed order, so that the number of threads changes no bit.
 */
final class KernelSums {
  private static final int TILE = 512;

  private final Centred centred;
  private final List<Kernel> kernels;
  private final Labelling labelling;
  private final int threads;
  private final int count;
  private final int labels;

  KernelSums(Centred centred, List<Kernel> kernels, Labelling labelling, int threads) {
    this.centred = centred;
    this.kernels = List.copyOf(kernels);
    this.labelling = labelling;
    this.threads = threads;
    count = centred.vectors().count();
    labels = labelling.size();
  }

  /** One tile's part, for one kernel: pairs within the reference, and sums of rows and columns. */
  private record Part(double[] within, double[] rows, double[] columns) {}

  private record Tile(int row, int column) {
    int rows(int count) {
      return Math.min(TILE, count - row);
    }

    int columns(int count) {
      return Math.min(TILE, count - column);
    }
  }

  /** For each row a vector, for each column a labelling: 1 where it counts as reference. */
  static DoublePointer members(Labelling labelling) {
    int labels = labelling.size();
    double[] members = new double[labelling.total() * labels];
    for (int b = 0; b < labels; b++) {
      byte[] member = labelling.member(b);
      for (int i = 0; i < member.length; i++) {
        members[i * labels + b] = member[i];
      }
    }
    return new DoublePointer(members);
  }

  List<List<Discrepancy>> discrepancies() {
    List<Tile> tiles = new ArrayList<>();
    for (int row = 0; row < count; row += TILE) {
      for (int column = row; column < count; column += TILE) {
        tiles.add(new Tile(row, column));
      }
    }
    int workers = Math.min(threads, tiles.size());
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try (DoublePointer rows = new DoublePointer(centred.vectors().rowMajor());
        DoublePointer members = members(labelling)) {
      List<Future<List<Part>>> parts =
          tiles.stream().map(tile -> pool.submit(() -> parts(tile, rows, members))).toList();
      return added(tiles, parts);
    } finally {
      pool.shutdownNow();
    }
  }

  private List<List<Discrepancy>> added(List<Tile> tiles, List<Future<List<Part>>> parts) {
    double[][] within = new double[kernels.size()][labels];
    double[][] sums = new double[kernels.size()][count];
    for (int t = 0; t < tiles.size(); t++) {
      Tile tile = tiles.get(t);
      boolean diagonal = tile.row() == tile.column();
      List<Part> ofTile = get(parts.get(t));
      for (int k = 0; k < kernels.size(); k++) {
        Part part = ofTile.get(k);
        for (int b = 0; b < labels; b++) {
          within[k][b] += (diagonal ? 1 : 2) * part.within()[b];
        }
        for (int i = 0; i < part.rows().length; i++) {
          sums[k][tile.row() + i] += part.rows()[i];
        }
        for (int j = 0; j < part.columns().length && !diagonal; j++) {
          sums[k][tile.column() + j] += part.columns()[j];
        }
      }
    }
    return IntStream.range(0, kernels.size())
        .mapToObj(k -> discrepancies(kernels.get(k), within[k], sums[k]))
        .toList();
  }

  private List<Discrepancy> discrepancies(Kernel kernel, double[] within, double[] sums) {
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    List<Discrepancy> discrepancies = new ArrayList<>();
    for (int b = 0; b < labels; b++) {
      byte[] member = labelling.member(b);
      double ofReference = 0;
      for (int i = 0; i < count; i++) {
        ofReference += member[i] * sums[i];
      }
      discrepancies.add(
          new Discrepancy(
              labelling.reference(),
              count - labelling.reference(),
              within[b],
              total - 2 * ofReference + within[b],
              ofReference - within[b],
              kernel.at(0)));
    }
    return discrepancies;
  }

  private List<Part> parts(Tile tile, DoublePointer rows, DoublePointer members) {
    int d = centred.vectors().dimension();
    int height = tile.rows(count);
    int width = tile.columns(count);
    try (DoublePointer products = new DoublePointer((long) height * width);
        DoublePointer values = new DoublePointer((long) height * width);
        DoublePointer labelled = new DoublePointer((long) height * labels)) {
      // Views: closing one would free what it looks at.
      DoublePointer left = rows.getPointer((long) tile.row() * d);
      DoublePointer right = rows.getPointer((long) tile.column() * d);
      DoublePointer own = members.getPointer((long) tile.row() * labels);
      DoublePointer others = members.getPointer((long) tile.column() * labels);
      Blas.timesTransposed(height, width, d, left, right, products);
      toDistances(tile, products.asBuffer());
      List<Part> parts = new ArrayList<>();
      for (Kernel kernel : kernels) {
        double[] ofRows = new double[height];
        double[] ofColumns = new double[width];
        apply(kernel, tile, products.asBuffer(), values.asBuffer(), ofRows, ofColumns);
        Blas.times(height, labels, width, values, others, labelled);
        parts.add(new Part(within(height, labelled.asBuffer(), own.asBuffer()), ofRows, ofColumns));
      }
      return parts;
    }
  }

  private void toDistances(Tile tile, DoubleBuffer products) {
    int width = tile.columns(count);
    for (int i = 0, next = 0; i < tile.rows(count); i++) {
      for (int j = 0; j < width; j++, next++) {
        products.put(
            next, centred.squaredDistance(tile.row() + i, tile.column() + j, products.get(next)));
      }
    }
  }

  /** Writes the kernel's values and adds them up; a vector and itself are no pair. */
  private void apply(
      Kernel kernel,
      Tile tile,
      DoubleBuffer distances,
      DoubleBuffer values,
      double[] ofRows,
      double[] ofColumns) {
    boolean diagonal = tile.row() == tile.column();
    double gamma = kernel instanceof Kernel.Rbf rbf ? rbf.gamma() : 0;
    for (int i = 0, next = 0; i < ofRows.length; i++) {
      double sum = 0;
      for (int j = 0; j < ofColumns.length; j++, next++) {
        double distance = distances.get(next);
        double value = gamma > 0 ? Math.exp(-gamma * distance) : -Math.sqrt(distance);
        value = diagonal && i == j ? 0 : value;
        values.put(next, value);
        sum += value;
        ofColumns[j] += value;
      }
      ofRows[i] = sum;
    }
  }

  private double[] within(int height, DoubleBuffer labelled, DoubleBuffer own) {
    double[] within = new double[labels];
    for (int i = 0, next = 0; i < height; i++) {
      for (int b = 0; b < labels; b++, next++) {
        within[b] += own.get(next) * labelled.get(next);
      }
    }
    return within;
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kernels were summed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a tile of the kernel matrix failed", e.getCause());
    }
  }
}
