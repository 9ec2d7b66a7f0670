package io.downhill.device;

/**
 * Who a device is.
 *
 * @param id what {@code --device} calls it: cpu, opencl:0, opencl:1, ...
 * @param name the model, as the maker calls it
 * @param vendor the maker
 * @param kind cpu, gpu or accelerator
 * @param exact whether it rounds to nearest, keeps denormals and has fma for float32, so that its
 *     bits must agree with every other exact device
 * @param memory bytes it can hold
 * @param driver the runtime and its version
 */
public record DeviceInfo(
    String id, String name, String vendor, String kind, boolean exact, long memory, String driver) {
  @Override
  public String toString() {
    return id + " (" + name + ")";
  }
}
