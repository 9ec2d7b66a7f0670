package io.downhill.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads bytes of a file from a position, whatever else reads it. */
public final class FileBytes {
  private FileBytes() {}

  /**
   * Fills what remains of a buffer from a position of a file, and flips it.
   *
   * @throws EOFException if the file ends before
   */
  public static void fill(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += read;
    }
    buffer.flip();
  }
}
