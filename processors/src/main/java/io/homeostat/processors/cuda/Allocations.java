package io.homeostat.processors.cuda;

import java.util.ArrayList;
import java.util.List;

/** The memory of one computation, freed at its end; more than its bound is refused. */
final class Allocations implements AutoCloseable {
  private final Device device;
  private final long mostBytes;
  private final List<Long> addresses = new ArrayList<>();
  private long bytes;

  Allocations(Device device, long mostBytes) {
    this.device = device;
    this.mostBytes = mostBytes;
  }

  /** The address of new memory that holds anything. */
  long bytes(long size) {
    bytes += size;
    if (bytes > mostBytes) {
      throw new DeviceException(
          "a computation needs " + bytes + " bytes of the device and may have " + mostBytes);
    }
    long address = device.allocate(Math.max(size, 4));
    addresses.add(address);
    return address;
  }

  long floats(long count) {
    return bytes(4 * count);
  }

  long doubles(long count) {
    return bytes(8 * count);
  }

  /** New memory that holds the values as floats. */
  long of(double[] values) {
    long address = floats(values.length);
    device.write(address, values);
    return address;
  }

  @Override
  public void close() {
    addresses.forEach(device::free);
  }
}
