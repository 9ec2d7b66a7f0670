package io.downhill.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** The process's stdout, which remembers why it failed; a {@code PrintStream} forgets. */
final class StandardOutput extends OutputStream {
  private final OutputStream stdout = new FileOutputStream(FileDescriptor.out);
  private IOException failure;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      stdout.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why results were lost; empty where none were, or where their reader wanted no more. */
  Optional<String> trouble() {
    if (failure == null) {
      return Optional.empty();
    }
    String reason = String.valueOf(failure.getMessage());
    // The system's own words; in every language they name the pipe.
    boolean enough = reason.toLowerCase(Locale.ROOT).contains("pipe");
    return enough ? Optional.empty() : Optional.of(reason);
  }
}
