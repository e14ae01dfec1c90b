package io.homeostat.processors.cuda;

/**
 * What runs the kernels: its memory by address, and launches. All methods throw {@link
 * DeviceException} when the device can't. Calls come from one thread at a time; what is launched is
 * done in the order of the calls, and a read waits for it.
 */
interface Device {
  /** What it is, for people. */
  String name();

  /** Memory that holds anything; freed by {@link #free}. */
  long allocate(long bytes);

  void free(long address);

  /** Writes the values as floats, one after the other. */
  void write(long address, double[] values);

  /** Fills the array with doubles from the address on. */
  void read(long address, double[] values);

  /** Fills the array with floats from the address on. */
  void read(long address, float[] values);

  /**
   * Runs a kernel by blocks of 256 threads.
   *
   * @param sharedBytes dynamic shared memory of a block
   * @param arguments each as the lowest bytes of a long: addresses, ints, and floats by their bits
   */
  void launch(String kernel, Grid grid, int sharedBytes, long... arguments);

  /** How many blocks, in two directions. */
  record Grid(int x, int y) {}
}
