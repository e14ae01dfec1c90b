package io.homeostat.processors.cuda;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataEx;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The first CUDA device of this process, by the driver API. Values are written through two pinned
 * buffers: one is filled while the other is copied.
 */
final class JcudaDevice implements Device {
  private static final int STAGE_FLOATS = 1 << 20;

  private final CUcontext context = new CUcontext();
  private final CUmodule module = new CUmodule();
  private final CUstream stream = new CUstream();
  private final Map<String, CUfunction> functions = new HashMap<>();
  private final Map<Long, CUdeviceptr> allocated = new HashMap<>();
  private final Stage[] stages = {new Stage(), new Stage()};
  private final String name;

  /** Pinned memory, and the event after which it may be written again. */
  private static final class Stage {
    final Pointer memory = new Pointer();
    final CUevent copied = new CUevent();
    FloatBuffer floats = FloatBuffer.allocate(0);
  }

  private JcudaDevice(byte[] ptx) {
    JCudaDriver.setExceptionsEnabled(true);
    cuInit(0);
    CUdevice device = new CUdevice();
    cuDeviceGet(device, 0);
    byte[] text = new byte[256];
    cuDeviceGetName(text, text.length, device);
    name = new String(text, StandardCharsets.UTF_8).trim();
    cuDevicePrimaryCtxRetain(context, device);
    cuCtxSetCurrent(context);
    // The driver reads the text up to a zero byte.
    cuModuleLoadDataEx(
        module,
        Pointer.to(Arrays.copyOf(ptx, ptx.length + 1)),
        0,
        new int[0],
        Pointer.to(new int[0]));
    cuStreamCreate(stream, 0);
    for (Stage stage : stages) {
      cuMemAllocHost(stage.memory, 4L * STAGE_FLOATS);
      cuEventCreate(stage.copied, 0);
      stage.floats =
          stage
              .memory
              .getByteBuffer(0, 4L * STAGE_FLOATS)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
  }

  /**
   * Opens the device.
   *
   * @throws DeviceException when there is no driver, no device, or the kernels can't be loaded
   */
  static JcudaDevice open() {
    try (InputStream in = JcudaDevice.class.getResourceAsStream("embedding.ptx")) {
      if (in == null) {
        throw new DeviceException("embedding.ptx is missing in the class path");
      }
      return new JcudaDevice(in.readAllBytes());
    } catch (IOException e) {
      throw new DeviceException("embedding.ptx can't be read", e);
    } catch (CudaException e) {
      throw new DeviceException("no CUDA device can be used: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new DeviceException("CUDA's driver library can't be loaded: " + e.getMessage(), e);
    }
  }

  private <T> T here(String what, Supplier<T> work) {
    try {
      cuCtxSetCurrent(context);
      return work.get();
    } catch (CudaException e) {
      throw new DeviceException("the device can't " + what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long allocate(long bytes) {
    return here(
        "give " + bytes + " bytes",
        () -> {
          CUdeviceptr pointer = new CUdeviceptr();
          cuMemAlloc(pointer, bytes);
          long address = Place.of(pointer);
          allocated.put(address, pointer);
          return address;
        });
  }

  @Override
  public void free(long address) {
    here(
        "free memory", () -> cuMemFree(Objects.requireNonNull(allocated.remove(address), "freed")));
  }

  @Override
  public void write(long address, double[] values) {
    here(
        "take values",
        () -> {
          int turn = 0;
          for (int from = 0; from < values.length; from += STAGE_FLOATS) {
            Stage stage = stages[turn++ % stages.length];
            int count = Math.min(STAGE_FLOATS, values.length - from);
            cuEventSynchronize(stage.copied);
            for (int i = 0; i < count; i++) {
              stage.floats.put(i, (float) values[from + i]);
            }
            cuMemcpyHtoDAsync(new Place(address + 4L * from), stage.memory, 4L * count, stream);
            cuEventRecord(stage.copied, stream);
          }
          return values.length;
        });
  }

  @Override
  public void read(long address, double[] values) {
    here(
        "give values back",
        () -> {
          cuStreamSynchronize(stream);
          return cuMemcpyDtoH(Pointer.to(values), new Place(address), 8L * values.length);
        });
  }

  @Override
  public void read(long address, float[] values) {
    here(
        "give values back",
        () -> {
          cuStreamSynchronize(stream);
          return cuMemcpyDtoH(Pointer.to(values), new Place(address), 4L * values.length);
        });
  }

  @Override
  public void launch(String kernel, Grid grid, int sharedBytes, long... arguments) {
    here(
        "run " + kernel,
        () -> {
          CUfunction function = functions.computeIfAbsent(kernel, this::function);
          cuFuncSetAttribute(
              function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
          Pointer[] parameters = new Pointer[arguments.length];
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Pointer.to(new long[] {arguments[i]});
          }
          return cuLaunchKernel(
              function,
              grid.x(),
              grid.y(),
              1,
              256,
              1,
              1,
              sharedBytes,
              stream,
              Pointer.to(parameters),
              null);
        });
  }

  private CUfunction function(String kernel) {
    CUfunction function = new CUfunction();
    cuModuleGetFunction(function, module, kernel);
    return function;
  }

  /** A pointer made of an address, and an address of a pointer, which JCuda keeps to itself. */
  private static final class Place extends CUdeviceptr {
    Place(long address) {
      super(new CUdeviceptr(), address);
    }

    private Place(CUdeviceptr pointer) {
      super(pointer);
    }

    static long of(CUdeviceptr pointer) {
      return new Place(pointer).getNativePointer();
    }
  }
}
