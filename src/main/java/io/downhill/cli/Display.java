package io.downhill.cli;

import io.downhill.optim.Monitor;

/** Shows a person how a run goes, until it is closed. */
interface Display extends Monitor, AutoCloseable {
  /** Where others print meanwhile, so that they do not disturb what is shown. */
  Terminal terminal();

  @Override
  void close();
}
