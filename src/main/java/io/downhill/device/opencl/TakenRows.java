package io.downhill.device.opencl;

import io.downhill.data.Rows;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Row blocks as one sequence of floats, each taken once and let go when the sequence is past it.
 */
final class TakenRows implements ClStaging.Source {
  private final Rows rows;
  private final int most;
  private final long blockFloats;
  private final float[][] blocks;
  private int taken;
  private int past;

  /**
   * Takes none yet.
   *
   * @param most blocks to be taken at a time, a thread each
   */
  TakenRows(Rows rows, int most) {
    this.rows = rows;
    this.most = most;
    this.blockFloats = (long) rows.rowsPerBlock() * rows.features();
    this.blocks = new float[rows.blockCount()][];
  }

  @Override
  public void reach(long first, long end) {
    for (int k = block(first); past < k; past++) {
      blocks[past] = null;
    }
    while (taken <= block(end - 1)) {
      int stop = Math.min(blocks.length, taken + most);
      IntStream.range(taken, stop).parallel().forEach(k -> blocks[k] = rows.take(k));
      taken = stop;
    }
  }

  /** The block that holds a place, or the last, which is followed by its padding. */
  private int block(long at) {
    return (int) Math.min(at / blockFloats, blocks.length - 1L);
  }

  @Override
  public void copy(long first, int count, FloatBuffer target, int place) {
    for (int done = 0; done < count; ) {
      int k = block(first + done);
      int at = (int) (first + done - k * blockFloats);
      int rest = count - done;
      int floats = k == blocks.length - 1 ? rest : (int) Math.min(rest, blockFloats - at);
      target.put(place + done, blocks[k], at, floats);
      done += floats;
    }
  }
}
