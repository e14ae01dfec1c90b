// The kernels behind the embedding statistics on a GPU. Everything is row after row, in fp32; sums that
// cancel are kept in double. No kernel uses an atomic operation: each block writes its own part, and parts
// are added in the order of the blocks, so that one device kind gives the same bits on every run.
//
// Two precisions, by the suffix of the kernel's name:
//   _fp32  products by fused multiply-add;
//   _tf32  products on tensor cores, each factor split in two TF32 numbers (a = high + low):
//          high*high + high*low + low*high, which leaves an error of about 2^-21 of the factors.
//
// Compiled for compute_80: TF32 on tensor cores and nothing newer. Tests compile it for the host, too.
#include <type_traits>
#ifdef HOMEOSTAT_HOST
#include "host.h"
#else
#include <mma.h>
#define KERNEL(name) extern "C" __global__ void __launch_bounds__(256) name
// What a launch gives a block beyond its static shared memory.
extern "C" extern __shared__ float shared[];
#endif

namespace {

constexpr int THREADS = 256;
constexpr int TILE = 128;         // rows and columns of a block's tile
constexpr int STEP = 32;          // products added per step
constexpr int ROW_LD = STEP + 4;  // padded, against bank conflicts
constexpr int COLUMN_LD = TILE + 4;
constexpr int WARPS = THREADS / 32;

struct Fp32 {};
struct Tf32 {};

// ---- One step of a tile: out(128 x 128) += a(128 x 32) * b(128 x 32)^T, out of shared memory ----

// Thread t holds an 8 x 8 block of the tile: rows 8 * (t / 16), columns 8 * (t % 16).
template <typename Precision>
struct Accumulator {
  float sum[8][8];

  __device__ void clear() {
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) sum[i][j] = 0;
    }
  }

  // byColumn: the panels lie as [32][128] (COLUMN_LD), else as [128][32] (ROW_LD).
  template <bool byColumn>
  __device__ void step(const float* a, const float* b) {
    int row = 8 * (threadIdx.x / 16);
    int column = 8 * (threadIdx.x % 16);
#pragma unroll 4
    for (int k = 0; k < STEP; k++) {
      float left[8];
      float right[8];
#pragma unroll
      for (int i = 0; i < 8; i++) {
        left[i] = byColumn ? a[k * COLUMN_LD + row + i] : a[(row + i) * ROW_LD + k];
        right[i] = byColumn ? b[k * COLUMN_LD + column + i] : b[(column + i) * ROW_LD + k];
      }
#pragma unroll
      for (int i = 0; i < 8; i++) {
#pragma unroll
        for (int j = 0; j < 8; j++) sum[i][j] = fmaf(left[i], right[j], sum[i][j]);
      }
    }
  }

  __device__ void store(float* tile) {
    int row = 8 * (threadIdx.x / 16);
    int column = 8 * (threadIdx.x % 16);
#pragma unroll
    for (int i = 0; i < 8; i++) {
#pragma unroll
      for (int j = 0; j < 8; j++) tile[(row + i) * COLUMN_LD + column + j] = sum[i][j];
    }
  }
};

template <typename Fragment>
__device__ void split(const Fragment& whole, Fragment& high, Fragment& low) {
#pragma unroll
  for (int e = 0; e < whole.num_elements; e++) {
    high.x[e] = nvcuda::wmma::__float_to_tf32(whole.x[e]);
    low.x[e] = nvcuda::wmma::__float_to_tf32(whole.x[e] - high.x[e]);
  }
}

// Warp w holds 64 x 32 of the tile: rows 64 * (w / 4), columns 32 * (w % 4).
template <>
struct Accumulator<Tf32> {
  nvcuda::wmma::fragment<nvcuda::wmma::accumulator, 16, 16, 8, float> sum[4][2];

  __device__ void clear() {
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
      for (int j = 0; j < 2; j++) nvcuda::wmma::fill_fragment(sum[i][j], 0.0f);
    }
  }

  template <bool byColumn>
  __device__ void step(const float* a, const float* b) {
    using namespace nvcuda::wmma;
    using OfA = typename std::conditional<byColumn, col_major, row_major>::type;
    using OfB = typename std::conditional<byColumn, row_major, col_major>::type;
    constexpr int LD = byColumn ? COLUMN_LD : ROW_LD;
    int warp = threadIdx.x / 32;
    int row = 64 * (warp / 4);
    int column = 32 * (warp % 4);
#pragma unroll 1
    for (int k = 0; k < STEP; k += 8) {
      fragment<matrix_b, 16, 16, 8, precision::tf32, OfB> right, rightHigh[2], rightLow[2];
#pragma unroll
      for (int j = 0; j < 2; j++) {
        int at = column + 16 * j;
        load_matrix_sync(right, byColumn ? b + k * LD + at : b + at * LD + k, LD);
        split(right, rightHigh[j], rightLow[j]);
      }
#pragma unroll
      for (int i = 0; i < 4; i++) {
        fragment<matrix_a, 16, 16, 8, precision::tf32, OfA> left, leftHigh, leftLow;
        int at = row + 16 * i;
        load_matrix_sync(left, byColumn ? a + k * LD + at : a + at * LD + k, LD);
        split(left, leftHigh, leftLow);
#pragma unroll
        for (int j = 0; j < 2; j++) {
          mma_sync(sum[i][j], leftLow, rightHigh[j], sum[i][j]);
          mma_sync(sum[i][j], leftHigh, rightLow[j], sum[i][j]);
          mma_sync(sum[i][j], leftHigh, rightHigh[j], sum[i][j]);
        }
      }
    }
  }

  __device__ void store(float* tile) {
    int warp = threadIdx.x / 32;
#pragma unroll
    for (int i = 0; i < 4; i++) {
#pragma unroll
      for (int j = 0; j < 2; j++) {
        int row = 64 * (warp / 4) + 16 * i;
        int column = 32 * (warp % 4) + 16 * j;
        nvcuda::wmma::store_matrix_sync(
            tile + row * COLUMN_LD + column, sum[i][j], COLUMN_LD, nvcuda::wmma::mem_row_major);
      }
    }
  }
};

// ---- Panels: read to registers while the step before is computed, then written to shared memory ----

// 128 vectors' values k ... k + 31, less their shift; zeros beyond the last vector and dimension.
struct RowPanel {
  float value[16];

  __device__ void read(
      const float* rows, const float* shift, int first, int count, int k, int dimension) {
#pragma unroll
    for (int s = 0; s < 16; s++) {
      int place = s * THREADS + threadIdx.x;
      int row = first + place / STEP;
      int column = k + place % STEP;
      bool inside = row < count && column < dimension;
      value[s] = inside ? rows[(long long)row * dimension + column] - shift[column] : 0;
    }
  }

  __device__ void write(float* panel) {
#pragma unroll
    for (int s = 0; s < 16; s++) {
      int place = s * THREADS + threadIdx.x;
      panel[place / STEP * ROW_LD + place % STEP] = value[s];
    }
  }
};

// 32 vectors' values in 128 dimensions from `first` on, less their shift; zeros beyond.
struct ColumnPanel {
  float value[16];

  __device__ void read(
      const float* rows, const float* shift, int first, int dimension, int k, int count) {
#pragma unroll
    for (int s = 0; s < 16; s++) {
      int place = s * THREADS + threadIdx.x;
      int row = k + place / TILE;
      int column = first + place % TILE;
      bool inside = row < count && column < dimension;
      value[s] = inside ? rows[(long long)row * dimension + column] - shift[column] : 0;
    }
  }

  __device__ void write(float* panel) {
#pragma unroll
    for (int s = 0; s < 16; s++) {
      int place = s * THREADS + threadIdx.x;
      panel[place / TILE * COLUMN_LD + place % TILE] = value[s];
    }
  }
};

// The tile of scalar products of vectors i ... and j ..., about the shift; shared memory holds both panels, then it.
template <typename Precision>
__device__ void rowProducts(
    const float* left,
    int i,
    int leftCount,
    const float* right,
    int j,
    int rightCount,
    const float* leftShift,
    const float* rightShift,
    int dimension) {
  float* a = shared;
  float* b = shared + TILE * ROW_LD;
  Accumulator<Precision> sums;
  sums.clear();
  RowPanel ofA;
  RowPanel ofB;
  ofA.read(left, leftShift, i, leftCount, 0, dimension);
  ofB.read(right, rightShift, j, rightCount, 0, dimension);
  for (int k = 0; k < dimension; k += STEP) {
    __syncthreads();
    ofA.write(a);
    ofB.write(b);
    __syncthreads();
    if (k + STEP < dimension) {
      ofA.read(left, leftShift, i, leftCount, k + STEP, dimension);
      ofB.read(right, rightShift, j, rightCount, k + STEP, dimension);
    }
    sums.template step<false>(a, b);
  }
  __syncthreads();
  sums.store(shared);
  __syncthreads();
}

// Which tile of the upper triangle, counted row after row, the block has.
__device__ void triangle(int tiles, int index, int* row, int* column) {
  int r = 0;
  int left = index;
  while (left >= tiles - r) {
    left -= tiles - r;
    r++;
  }
  *row = r;
  *column = r + left;
}

// ---- The labels' share of a tile: within[b] = sum over pairs of value * label(i) * label(j) ----

template <typename Precision>
struct Labelled {
  // Thread t: row t / 2, every second label. scratch: 256 floats.
  __device__ static void within(
      const float* tile,
      const float* labels,
      int i,
      int j,
      int width,
      float* scratch,
      float* out) {
    int row = threadIdx.x / 2;
    for (int b = 0; b < width; b += 2) {
      int label = b + threadIdx.x % 2;
      float sum = 0;
      for (int c = 0; c < TILE; c++) {
        sum = fmaf(tile[row * COLUMN_LD + c], labels[(long long)(j + c) * width + label], sum);
      }
      scratch[threadIdx.x] = sum * labels[(long long)(i + row) * width + label];
      __syncthreads();
      if (threadIdx.x < 2) {
        double all = 0;
        for (int r = 0; r < TILE; r++) all += scratch[2 * r + threadIdx.x];
        out[b + threadIdx.x] = (float)all;
      }
      __syncthreads();
    }
  }
};

template <>
struct Labelled<Tf32> {
  // Warp w: rows 16 * w ... of the tile, 16 labels at a time. scratch: 8 * 16 * 20 + 8 * 16 floats.
  // A label is 0 or 1, which TF32 holds exactly; a value is split in two.
  __device__ static void within(
      const float* tile,
      const float* labels,
      int i,
      int j,
      int width,
      float* scratch,
      float* out) {
    using namespace nvcuda::wmma;
    int warp = threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    float* own = scratch + warp * 16 * 20;
    float* ofWarps = scratch + WARPS * 16 * 20;
    for (int b = 0; b < width; b += 16) {
      fragment<accumulator, 16, 16, 8, float> sum;
      fill_fragment(sum, 0.0f);
      for (int k = 0; k < TILE; k += 8) {
        fragment<matrix_a, 16, 16, 8, precision::tf32, row_major> value, high, low;
        fragment<matrix_b, 16, 16, 8, precision::tf32, row_major> label;
        load_matrix_sync(value, tile + 16 * warp * COLUMN_LD + k, COLUMN_LD);
        split(value, high, low);
        load_matrix_sync(label, labels + (long long)(j + k) * width + b, width);
        mma_sync(sum, low, label, sum);
        mma_sync(sum, high, label, sum);
      }
      store_matrix_sync(own, sum, 20, mem_row_major);
      __syncwarp();
      if (lane < 16) {
        float of = 0;
        for (int r = 0; r < 16; r++) {
          of += own[r * 20 + lane] * labels[(long long)(i + 16 * warp + r) * width + b + lane];
        }
        ofWarps[warp * 16 + lane] = of;
      }
      __syncthreads();
      if (threadIdx.x < 16) {
        double all = 0;
        for (int w = 0; w < WARPS; w++) all += ofWarps[w * 16 + threadIdx.x];
        out[b + threadIdx.x] = (float)all;
      }
      __syncthreads();
    }
  }
};

// ---- Kernels' bodies ----

// One block per tile of the upper triangle. The Gram tile becomes the kernel's values where it stands in
// shared memory, is multiplied by the labels, and is gone: the matrix is never stored.
//   gamma > 0: exp(-gamma * d^2); else -d.
//   labels: for each vector (as many as whole tiles hold, zeros beyond), `width` floats, 0 or 1; width is a
//     multiple of 16.
//   parts: for each block 2 * width + 1 floats: pairs within the reference, per label; each value with its
//     two vectors' labels, per label; the sum of all values. Each unordered pair counts once.
template <typename Precision>
__device__ void kernelSums(
    const float* vectors,
    const float* shift,
    const float* squares,
    const float* labels,
    int count,
    int dimension,
    int width,
    float gamma,
    float* parts) {
  float* scratch = shared + TILE * COLUMN_LD;
  float* ofRows = scratch + 2 * TILE * 12;
  float* ofColumns = ofRows + TILE;
  int tiles = (count + TILE - 1) / TILE;
  int tileRow;
  int tileColumn;
  triangle(tiles, blockIdx.x, &tileRow, &tileColumn);
  int i = tileRow * TILE;
  int j = tileColumn * TILE;
  rowProducts<Precision>(
      vectors, i, count, vectors, j, count, shift, shift, dimension);

  for (int place = threadIdx.x; place < TILE * TILE; place += THREADS) {
    int row = place / TILE;
    int column = place % TILE;
    float* product = shared + row * COLUMN_LD + column;
    float value = 0;
    if (i + row < j + column && j + column < count) {
      float squared = fmaxf(0, squares[i + row] + squares[j + column] - 2 * *product);
      value = gamma > 0 ? expf(-gamma * squared) : -sqrtf(squared);
    }
    *product = value;
  }
  __syncthreads();
  if (threadIdx.x < TILE) {
    double sum = 0;
    for (int c = 0; c < TILE; c++) sum += shared[threadIdx.x * COLUMN_LD + c];
    ofRows[threadIdx.x] = (float)sum;
  } else {
    int column = threadIdx.x - TILE;
    double sum = 0;
    for (int r = 0; r < TILE; r++) sum += shared[r * COLUMN_LD + column];
    ofColumns[column] = (float)sum;
  }
  __syncthreads();

  float* out = parts + (long long)blockIdx.x * (2 * width + 1);
  for (int b = threadIdx.x; b < width; b += THREADS) {
    double sum = 0;
    for (int r = 0; r < TILE; r++) {
      sum += (double)ofRows[r] * labels[(long long)(i + r) * width + b];
      sum += (double)ofColumns[r] * labels[(long long)(j + r) * width + b];
    }
    out[width + b] = (float)sum;
  }
  if (threadIdx.x == 0) {
    double sum = 0;
    for (int r = 0; r < TILE; r++) sum += ofRows[r];
    out[2 * width] = (float)sum;
  }
  Labelled<Precision>::within(shared, labels, i, j, width, scratch, out);
}

// out[row][column] = scalar product of left's and right's vectors, about their shifts; one block per tile.
template <typename Precision>
__device__ void products(
    const float* left,
    const float* leftShift,
    int leftCount,
    const float* right,
    const float* rightShift,
    int rightCount,
    int dimension,
    float* out) {
  int i = blockIdx.x * TILE;
  int j = blockIdx.y * TILE;
  rowProducts<Precision>(
      left, i, leftCount, right, j, rightCount, leftShift, rightShift, dimension);
  for (int place = threadIdx.x; place < TILE * TILE; place += THREADS) {
    int row = i + place / TILE;
    int column = j + place % TILE;
    if (row < leftCount && column < rightCount) {
      out[(long long)row * rightCount + column] =
          shared[place / TILE * COLUMN_LD + place % TILE];
    }
  }
}

// The sums over a chunk of vectors of (left - shift)^T (right - shift): blockIdx.x is the tile, blockIdx.y
// the chunk. With `upper`, left is right and only tiles of the upper triangle are made; then the sums of the
// shifted values themselves go to `sums` (chunk, half, dimension), in the same pass.
template <typename Precision>
__device__ void innerProducts(
    const float* left,
    const float* leftShift,
    int leftDimension,
    const float* right,
    const float* rightShift,
    int rightDimension,
    int count,
    int chunk,
    int upper,
    float* parts,
    double* sums) {
  float* a = shared;
  float* b = shared + STEP * COLUMN_LD;
  int columns = (rightDimension + TILE - 1) / TILE;
  int p = blockIdx.x / columns;
  int q = blockIdx.x % columns;
  if (upper) triangle(columns, blockIdx.x, &p, &q);
  int i = p * TILE;
  int j = q * TILE;
  int first = blockIdx.y * chunk;
  int last = first + chunk < count ? first + chunk : count;
  Accumulator<Precision> products;
  products.clear();
  double sum = 0;
  ColumnPanel ofA;
  ColumnPanel ofB;
  ofA.read(left, leftShift, i, leftDimension, first, last);
  ofB.read(right, rightShift, j, rightDimension, first, last);
  for (int k = first; k < last; k += STEP) {
    __syncthreads();
    ofA.write(a);
    ofB.write(b);
    __syncthreads();
    if (k + STEP < last) {
      ofA.read(left, leftShift, i, leftDimension, k + STEP, last);
      ofB.read(right, rightShift, j, rightDimension, k + STEP, last);
    }
    products.template step<true>(a, b);
    if (upper && p == q) {
      int half = threadIdx.x / TILE * (STEP / 2);
      for (int r = 0; r < STEP / 2; r++) sum += a[(half + r) * COLUMN_LD + threadIdx.x % TILE];
    }
  }
  __syncthreads();
  products.store(shared);
  __syncthreads();
  float* out = parts + (long long)blockIdx.y * leftDimension * rightDimension;
  for (int place = threadIdx.x; place < TILE * TILE; place += THREADS) {
    int row = i + place / TILE;
    int column = j + place % TILE;
    if (row < leftDimension && column < rightDimension) {
      out[(long long)row * rightDimension + column] =
          shared[place / TILE * COLUMN_LD + place % TILE];
    }
  }
  int column = i + threadIdx.x % TILE;
  if (upper && p == q && column < leftDimension) {
    sums[((long long)blockIdx.y * 2 + threadIdx.x / TILE) * leftDimension + column] = sum;
  }
}

}  // namespace

#define PRECISION(suffix, Precision)                                                              \
  KERNEL(kernel_sums_##suffix)                                                                    \
  (const float* vectors, const float* shift, const float* squares, const float* labels,           \
   int count, int dimension, int width, float gamma, float* parts) {                              \
    kernelSums<Precision>(                                                                        \
        vectors, shift, squares, labels, count, dimension, width, gamma, parts);                  \
  }                                                                                               \
  KERNEL(products_##suffix)                                                                       \
  (const float* left, const float* leftShift, int leftCount, const float* right,                  \
   const float* rightShift, int rightCount, int dimension, float* out) {                          \
    products<Precision>(                                                                          \
        left, leftShift, leftCount, right, rightShift, rightCount, dimension, out);               \
  }                                                                                               \
  KERNEL(inner_products_##suffix)                                                                 \
  (const float* left, const float* leftShift, int leftDimension, const float* right,              \
   const float* rightShift, int rightDimension, int count, int chunk, int upper, float* parts,    \
   double* sums) {                                                                                \
    innerProducts<Precision>(                                                                     \
        left, leftShift, leftDimension, right, rightShift, rightDimension, count, chunk, upper,   \
        parts, sums);                                                                             \
  }

PRECISION(fp32, Fp32)
PRECISION(tf32, Tf32)

// The squared length of each vector about the shift; one block per vector.
KERNEL(squares)
(const float* vectors, const float* shift, int dimension, float* out) {
  __shared__ double parts[THREADS];
  double sum = 0;
  const float* vector = vectors + (long long)blockIdx.x * dimension;
  for (int k = threadIdx.x; k < dimension; k += THREADS) {
    double value = vector[k] - shift[k];
    sum += value * value;
  }
  parts[threadIdx.x] = sum;
  for (unsigned half = THREADS / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) parts[threadIdx.x] += parts[threadIdx.x + half];
  }
  if (threadIdx.x == 0) out[blockIdx.x] = (float)parts[0];
}

// The sums of a chunk's vectors, per dimension: blockIdx.x takes 1024 dimensions, four a thread where the
// dimension allows, blockIdx.y a chunk. The centroid at the speed of memory.
KERNEL(column_sums)
(const float* vectors, int count, int dimension, int chunk, double* parts) {
  int first = blockIdx.y * chunk;
  int last = first + chunk < count ? first + chunk : count;
  double* out = parts + (long long)blockIdx.y * dimension;
  if (dimension % 4 == 0) {
    int column = 4 * (blockIdx.x * THREADS + threadIdx.x);
    if (column >= dimension) return;
    double sum[4] = {0, 0, 0, 0};
#pragma unroll 8
    for (int row = first; row < last; row++) {
      float4 value =
          *reinterpret_cast<const float4*>(vectors + (long long)row * dimension + column);
      sum[0] += value.x;
      sum[1] += value.y;
      sum[2] += value.z;
      sum[3] += value.w;
    }
    for (int s = 0; s < 4; s++) out[column + s] = sum[s];
  } else {
    for (int s = 0; s < 4; s++) {
      int column = (4 * blockIdx.x + s) * THREADS + threadIdx.x;
      if (column < dimension) {
        double sum = 0;
        for (int row = first; row < last; row++) sum += vectors[(long long)row * dimension + column];
        out[column] = sum;
      }
    }
  }
}

// out[column] = the parts' sum, in their order. One thread per column.
KERNEL(add_doubles)
(const double* parts, int count, long long width, double* out) {
  long long column = (long long)blockIdx.x * THREADS + threadIdx.x;
  if (column >= width) return;
  double sum = 0;
  for (int p = 0; p < count; p++) sum += parts[p * width + column];
  out[column] = sum;
}

// The same of floats. Groups of 64 parts are added by blockIdx.y, so that many parts keep many blocks busy.
KERNEL(add_floats)
(const float* parts, int count, long long width, double* out) {
  long long column = (long long)blockIdx.x * THREADS + threadIdx.x;
  if (column >= width) return;
  int first = 64 * blockIdx.y;
  int last = first + 64 < count ? first + 64 : count;
  double sum = 0;
  for (int p = first; p < last; p++) sum += parts[p * width + column];
  out[blockIdx.y * width + column] = sum;
}

// Sorts each row ascending in shared memory, by K. Batcher's bitonic network (1968): one block per row; `padded` is
// the power of 2 that holds `count`.
KERNEL(sort_rows)
(float* rows, int count, int padded) {
  float* row = rows + (long long)blockIdx.x * count;
  for (int i = threadIdx.x; i < padded; i += THREADS) {
    shared[i] = i < count ? row[i] : __int_as_float(0x7f800000);
  }
  for (int size = 2; size <= padded; size *= 2) {
    for (int stride = size / 2; stride > 0; stride /= 2) {
      __syncthreads();
      for (int t = threadIdx.x; t < padded / 2; t += THREADS) {
        int low = 2 * t - (t & (stride - 1));
        int high = low + stride;
        bool ascending = (low & size) == 0;
        float a = shared[low];
        float b = shared[high];
        if ((a > b) == ascending) {
          shared[low] = b;
          shared[high] = a;
        }
      }
    }
  }
  __syncthreads();
  for (int i = threadIdx.x; i < count; i += THREADS) row[i] = shared[i];
}
