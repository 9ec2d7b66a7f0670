package io.downhill.device;

import java.util.List;

/**
 * What stands between a program and the devices behind drivers, link by link.
 *
 * @param loader the library through which drivers are reached; empty if none loads
 * @param place where it looks for drivers; empty if the system alone knows
 * @param setBy the variable that says so; empty if it is the default
 * @param drivers that it finds there
 * @param devices that they have, in the order of their ids
 * @param troubles all that is wrong, each with its cure
 */
public record Inspection(
    String loader,
    String place,
    String setBy,
    List<Driver> drivers,
    List<DeviceDetails> devices,
    List<Trouble> troubles) {

  /**
   * One driver.
   *
   * @param source the file or the variable that names its library
   * @param library as it is named there
   * @param path where the library is; empty if it was not found
   * @param state what became of it: "loaded", or what went wrong
   */
  public record Driver(String source, String library, String path, String state) {}
}
