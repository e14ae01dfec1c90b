// A device that is the host: reads commands from standard input, answers on standard output, both
// little-endian. A command is a byte:
//   A bytes:u64                      -> address:u64
//   F address:u64                    -> nothing
//   W address:u64 bytes:u64 data     -> nothing
//   R address:u64 bytes:u64          -> data
//   L name:(u32 length, text) gridX:u32 gridY:u32 shared:u32 arguments:u32 each:u64  -> one byte, 1 when done
#include "host.h"

#include <map>
#include <string>
#include <utility>

#include "embedding.cu"

namespace {

template <typename T>
T argument(uint64_t raw) {
  T value;
  std::memcpy(&value, &raw, sizeof(T));
  return value;
}

template <typename... Types, size_t... At>
void call(void (*kernel)(Types...), const uint64_t* raw, std::index_sequence<At...>) {
  kernel(argument<Types>(raw[At])...);
}

template <auto kernel>
struct Entry;

template <typename... Types, void (*kernel)(Types...)>
struct Entry<kernel> {
  static constexpr size_t COUNT = sizeof...(Types);
  static void run(const uint64_t* raw) {
    call(kernel, raw, std::index_sequence_for<Types...>());
  }
};

struct Kernel {
  void (*run)(const uint64_t*);
  size_t arguments;
};

#define ENTRY(name) {#name, {Entry<name>::run, Entry<name>::COUNT}}
const std::map<std::string, Kernel> kernels = {
    ENTRY(kernel_sums_fp32),    ENTRY(kernel_sums_tf32), ENTRY(products_fp32),
    ENTRY(products_tf32),       ENTRY(squares),          ENTRY(inner_products_fp32),
    ENTRY(inner_products_tf32), ENTRY(column_sums),      ENTRY(add_doubles),
    ENTRY(add_floats),          ENTRY(sort_rows),
};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

void read(void* to, size_t bytes) {
  if (std::fread(to, 1, bytes, stdin) != bytes) fail("a command was cut off");
}

template <typename T>
T next() {
  T value;
  read(&value, sizeof(T));
  return value;
}

void write(const void* from, size_t bytes) {
  std::fwrite(from, 1, bytes, stdout);
  std::fflush(stdout);
}

void launch() {
  std::string name(next<uint32_t>(), ' ');
  read(name.data(), name.size());
  uint32_t gridX = next<uint32_t>();
  uint32_t gridY = next<uint32_t>();
  uint32_t sharedBytes = next<uint32_t>();
  std::vector<uint64_t> arguments(next<uint32_t>());
  read(arguments.data(), 8 * arguments.size());
  auto kernel = kernels.find(name);
  if (kernel == kernels.end()) fail("there is no kernel " + name);
  if (kernel->second.arguments != arguments.size()) fail("arguments are missing for " + name);
  host::launch(kernel->second.run, gridX, gridY, sharedBytes, arguments.data());
  char done = 1;
  write(&done, 1);
}

}  // namespace

int main() {
  int command;
  while ((command = std::fgetc(stdin)) != EOF) {
    if (command == 'A') {
      // Memory of a device holds anything: NaN shows what was never written.
      uint64_t bytes = next<uint64_t>();
      void* memory = std::malloc(bytes);
      std::memset(memory, 0xff, bytes);
      uint64_t address = reinterpret_cast<uint64_t>(memory);
      write(&address, 8);
    } else if (command == 'F') {
      std::free(reinterpret_cast<void*>(next<uint64_t>()));
    } else if (command == 'W') {
      uint64_t address = next<uint64_t>();
      read(reinterpret_cast<void*>(address), next<uint64_t>());
    } else if (command == 'R') {
      uint64_t address = next<uint64_t>();
      write(reinterpret_cast<void*>(address), next<uint64_t>());
    } else if (command == 'L') {
      launch();
    } else {
      fail("no command");
    }
  }
}
