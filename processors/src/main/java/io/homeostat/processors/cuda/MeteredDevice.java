package io.homeostat.processors.cuda;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A device that waits after each call and adds up how long each kernel, and the copies, took: for
 * benches, where calls take far longer than the wait.
 */
final class MeteredDevice implements Device {
  private static final String COPIES = "copies";

  private final Device device;
  private final long flag;
  private final Map<String, Double> millis = new TreeMap<>();

  MeteredDevice(Device device) {
    this.device = device;
    flag = device.allocate(4);
  }

  /** Milliseconds since the last call of this, by kernel; copies under "copies". */
  Map<String, Double> take() {
    Map<String, Double> taken = new TreeMap<>(millis);
    millis.clear();
    return Collections.unmodifiableMap(taken);
  }

  private void metered(String what, Runnable work) {
    await();
    long before = System.nanoTime();
    work.run();
    await();
    millis.merge(what, (System.nanoTime() - before) / 1e6, Double::sum);
  }

  /** A read is done when all before it is done. */
  private void await() {
    device.read(flag, new float[1]);
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public long allocate(long bytes) {
    return device.allocate(bytes);
  }

  @Override
  public void free(long address) {
    device.free(address);
  }

  @Override
  public void write(long address, double[] values) {
    metered(COPIES, () -> device.write(address, values));
  }

  @Override
  public void read(long address, double[] values) {
    metered(COPIES, () -> device.read(address, values));
  }

  @Override
  public void read(long address, float[] values) {
    metered(COPIES, () -> device.read(address, values));
  }

  @Override
  public void launch(String kernel, Grid grid, int sharedBytes, long... arguments) {
    metered(kernel, () -> device.launch(kernel, grid, sharedBytes, arguments));
  }
}
