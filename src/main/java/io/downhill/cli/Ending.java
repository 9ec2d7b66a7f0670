package io.downhill.cli;

/** A signal that asks the process to end. */
enum Ending {
  /** What a person sends from the keyboard. */
  CTRL_C("INT", 2, "Ctrl-C"),

  /** What systems send: kill, a service manager, a container that is stopped. */
  TERMINATED("TERM", 15, "SIGTERM"),

  /** What a terminal sends when it closes. */
  HUNG_UP("HUP", 1, "SIGHUP");

  private static final int BY_SIGNAL = 128;

  private final String signal;
  private final int number;
  private final String word;

  Ending(String signal, int number, String word) {
    this.signal = signal;
    this.number = number;
    this.word = word;
  }

  /** The signal's name as the JDK knows it. */
  String signal() {
    return signal;
  }

  /** The exit code as shells count: 128 and the number of the signal. */
  int code() {
    return BY_SIGNAL + number;
  }

  /** What a person calls it. */
  @Override
  public String toString() {
    return word;
  }
}
