package io.downhill.device.opencl;

import io.downhill.device.Trouble;

/**
 * What is wrong with a driver.
 *
 * @param how as "the driver ..." goes on
 * @param cure what to do about it; may be empty
 */
record DriverFault(String how, String cure) {
  static final DriverFault ALONE =
      new DriverFault(
          "loads alone, but was not loaded with the other drivers",
          "update the drivers, or rename the .icd files of the others");

  /** Of one that the loader looks for by another name than people read. */
  static DriverFault ofName(IcdFiles.Driver driver) {
    return new DriverFault(
        "is not loaded: blanks or a carriage return stand beside its name there, and the loader may"
            + " take them for a part of it",
        "let the file hold the name and a line feed alone: echo "
            + driver.library()
            + " | sudo tee "
            + driver.source());
  }

  /** How to do without it. */
  static String removal(IcdFiles.Driver driver) {
    return driver.ofVariable()
        ? "unset " + driver.source()
        : "rename " + driver.source() + " so that it does not end in .icd";
  }

  /** With the name of the driver and of what names it. */
  Trouble of(IcdFiles.Driver driver) {
    String who =
        driver.library().isEmpty()
            ? driver.source()
            : driver.library() + ", which " + driver.source() + " names,";
    return new Trouble(who + " " + how, cure);
  }
}
