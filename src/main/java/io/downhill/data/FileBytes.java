package io.downhill.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads the bytes of a file at a position, as several threads may at once. */
public final class FileBytes {
  private FileBytes() {}

  /**
   * Fills what remains of a buffer from a position of a file, and flips it.
   *
   * @throws EOFException if the file ends before
   */
  public static void fill(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long place = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, place);
      if (read < 0) {
        throw new EOFException("the file ends at byte " + place);
      }
      place += read;
    }
    buffer.flip();
  }
}
