package io.downhill.device.several;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A device that answers so many calls, and fails at every one after that. */
final class VanishingDevice {
  private VanishingDevice() {}

  /**
   * A device that vanishes.
   *
   * @param calls counts down; what a device is asked for its name does not count
   */
  static Device of(Device honest, AtomicInteger calls) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("info") && calls.getAndDecrement() <= 0) {
                throw new DeviceException("the device vanished in " + method.getName());
              }
              try {
                return method.invoke(honest, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
