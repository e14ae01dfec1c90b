// Enough of CUDA to run the kernels on the host, one thread after the other: each of a block's threads is a
// fiber that runs until its next barrier. A fragment lives in its warp's first lane alone; TF32 is rounded as
// the device rounds it. A barrier that not all threads reach ends the process with a message.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#define __device__
#define __shared__ static
#define KERNEL(name) static void name

struct Index {
  unsigned x = 0;
  unsigned y = 0;
};

struct float4 {
  float x, y, z, w;
};

static Index threadIdx;
static Index blockIdx;
static float* shared;

namespace host {

enum class State { RUNS, AT_BLOCK_BARRIER, AT_WARP_BARRIER, DONE };

// Begun by ucontext, gone on with by jumps, which need no call of the system.
struct Fiber {
  ucontext_t context;
  jmp_buf place;
  bool begun = false;
  std::vector<char> stack = std::vector<char>(192 * 1024);
  State state = State::DONE;
};

static std::vector<Fiber> fibers(256);
static ucontext_t scheduler;
static jmp_buf schedulersPlace;
static unsigned current;
static void (*body)(const uint64_t*);
static const uint64_t* arguments;

static void enter() {
  body(arguments);
  fibers[current].state = State::DONE;
  _longjmp(schedulersPlace, 1);
}

static void wait(State state) {
  unsigned self = current;
  fibers[self].state = state;
  if (_setjmp(fibers[self].place) == 0) _longjmp(schedulersPlace, 1);
}

static void resume(Fiber& fiber) {
  if (_setjmp(schedulersPlace) != 0) return;
  if (fiber.begun) _longjmp(fiber.place, 1);
  fiber.begun = true;
  setcontext(&fiber.context);
}

static bool release(unsigned from, unsigned to, State barrier) {
  bool waiting = false;
  for (unsigned t = from; t < to; t++) {
    if (fibers[t].state != barrier && fibers[t].state != State::DONE) return false;
    waiting |= fibers[t].state == barrier;
  }
  for (unsigned t = from; t < to; t++) {
    if (fibers[t].state == barrier) fibers[t].state = State::RUNS;
  }
  return waiting;
}

static void runBlock() {
  unsigned threads = fibers.size();
  for (unsigned t = 0; t < threads; t++) {
    Fiber& fiber = fibers[t];
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.data();
    fiber.context.uc_stack.ss_size = fiber.stack.size();
    fiber.context.uc_link = &scheduler;
    fiber.state = State::RUNS;
    fiber.begun = false;
    makecontext(&fiber.context, enter, 0);
  }
  for (;;) {
    for (unsigned t = 0; t < threads; t++) {
      if (fibers[t].state != State::RUNS) continue;
      current = t;
      threadIdx.x = t;
      resume(fibers[t]);
    }
    bool goesOn = release(0, threads, State::AT_BLOCK_BARRIER);
    for (unsigned w = 0; w < threads; w += 32) {
      goesOn |= release(w, w + 32, State::AT_WARP_BARRIER);
    }
    if (goesOn) continue;
    for (Fiber& fiber : fibers) {
      if (fiber.state != State::DONE) {
        std::fprintf(stderr, "a barrier that not all threads reach\n");
        std::exit(3);
      }
    }
    return;
  }
}

// Shared memory starts with NaN in every block, so that a read before a write shows.
static void launch(
    void (*kernel)(const uint64_t*),
    unsigned gridX,
    unsigned gridY,
    unsigned sharedBytes,
    const uint64_t* args) {
  std::vector<float> memory(sharedBytes / 4 + 1);
  body = kernel;
  arguments = args;
  shared = memory.data();
  for (blockIdx.y = 0; blockIdx.y < gridY; blockIdx.y++) {
    for (blockIdx.x = 0; blockIdx.x < gridX; blockIdx.x++) {
      std::fill(memory.begin(), memory.end(), NAN);
      runBlock();
    }
  }
}

}  // namespace host

static inline void __syncthreads() { host::wait(host::State::AT_BLOCK_BARRIER); }
static inline void __syncwarp() { host::wait(host::State::AT_WARP_BARRIER); }

static inline float __int_as_float(int bits) {
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

namespace nvcuda {
namespace wmma {

struct row_major {};
struct col_major {};
struct matrix_a {};
struct matrix_b {};
struct accumulator {};
enum layout_t { mem_row_major };
namespace precision {
struct tf32 {};
}

template <typename Use, int M, int N, int K, typename T, typename Layout = void>
struct fragment {
  float x[256];
  int num_elements = threadIdx.x % 32 == 0 ? 256 : 0;
};

static inline float __float_to_tf32(float value) {
  if (!std::isfinite(value)) return value;
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  bits = (bits + 0x1000) & ~0x1fffu;
  std::memcpy(&value, &bits, 4);
  return value;
}

static inline float truncated(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  bits &= ~0x1fffu;
  std::memcpy(&value, &bits, 4);
  return value;
}

template <int M, int N, int K, typename T, typename L>
void fill_fragment(fragment<accumulator, M, N, K, T, L>& f, float value) {
  for (int e = 0; e < f.num_elements; e++) f.x[e] = value;
}

template <int M, int N, int K, typename T, typename Layout>
void load_matrix_sync(
    fragment<matrix_a, M, N, K, T, Layout>& f, const float* from, unsigned ld) {
  if (f.num_elements == 0) return;
  for (int m = 0; m < M; m++) {
    for (int k = 0; k < K; k++) {
      f.x[m * K + k] =
          std::is_same<Layout, row_major>::value ? from[m * ld + k] : from[k * ld + m];
    }
  }
}

template <int M, int N, int K, typename T, typename Layout>
void load_matrix_sync(
    fragment<matrix_b, M, N, K, T, Layout>& f, const float* from, unsigned ld) {
  if (f.num_elements == 0) return;
  for (int k = 0; k < K; k++) {
    for (int n = 0; n < N; n++) {
      f.x[k * N + n] =
          std::is_same<Layout, row_major>::value ? from[k * ld + n] : from[n * ld + k];
    }
  }
}

template <int M, int N, int K, typename LA, typename LB>
void mma_sync(
    fragment<accumulator, M, N, K, float>& out,
    const fragment<matrix_a, M, N, K, precision::tf32, LA>& a,
    const fragment<matrix_b, M, N, K, precision::tf32, LB>& b,
    const fragment<accumulator, M, N, K, float>& in) {
  if (out.num_elements == 0) return;
  for (int m = 0; m < M; m++) {
    for (int n = 0; n < N; n++) {
      float sum = in.x[m * N + n];
      for (int k = 0; k < K; k++) {
        // What tensor cores do with bits that TF32 has no place for: they don't look at them.
        sum += truncated(a.x[m * K + k]) * truncated(b.x[k * N + n]);
      }
      out.x[m * N + n] = sum;
    }
  }
}

template <int M, int N, int K>
void store_matrix_sync(
    float* to, const fragment<accumulator, M, N, K, float>& f, unsigned ld, layout_t) {
  if (f.num_elements == 0) return;
  for (int m = 0; m < M; m++) {
    for (int n = 0; n < N; n++) to[m * ld + n] = f.x[m * N + n];
  }
}

}  // namespace wmma
}  // namespace nvcuda
