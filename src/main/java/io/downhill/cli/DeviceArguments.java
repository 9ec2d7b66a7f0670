package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.TrainingOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say where to compute. */
final class DeviceArguments {
  @Option(
      names = "--device",
      paramLabel = "D",
      description =
          "auto, cpu, opencl, opencl:K or several as cpu+opencl:0, K as `downhill devices` lists it (default: auto, a GPU"
              + " where it is done first, else cpu). The model is the same to the bit on each.")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the cpu device (default: all cores, here ${DEFAULT-VALUE}).")
  int threads = TrainingOptions.defaults().threads();

  /**
   * The name of the device.
   *
   * @throws ParameterException if no device can have that name, or the threads are none
   */
  String device(CommandSpec command) {
    if (!Devices.isId(device)) {
      throw new ParameterException(
          command.commandLine(),
          "--device must be auto, cpu, opencl, opencl:K or several as cpu+opencl:0, not " + device);
    }
    if (threads < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads must be at least 1, not " + threads);
    }
    return device;
  }
}
