package io.homeostat.processors.cuda;

import java.util.HashSet;
import java.util.Set;

/** A device that knows what is allocated on it. */
final class CountedDevice implements Device {
  private final Device device;
  private final Set<Long> allocated = new HashSet<>();

  CountedDevice(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** How many allocations there are now. */
  int allocations() {
    return allocated.size();
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public long allocate(long bytes) {
    long address = device.allocate(bytes);
    allocated.add(address);
    return address;
  }

  @Override
  public void free(long address) {
    if (!allocated.remove(address)) {
      throw new AssertionError("freed twice, or never allocated");
    }
    device.free(address);
  }

  @Override
  public void write(long address, double[] values) {
    device.write(address, values);
  }

  @Override
  public void read(long address, double[] values) {
    device.read(address, values);
  }

  @Override
  public void read(long address, float[] values) {
    device.read(address, values);
  }

  @Override
  public void launch(String kernel, Grid grid, int sharedBytes, long... arguments) {
    device.launch(kernel, grid, sharedBytes, arguments);
  }
}
