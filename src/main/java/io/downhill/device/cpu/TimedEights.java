package io.downhill.device.cpu;

/**
 * {@link SparseEights} of scalar loops until those of vectors are faster, as {@link TimedLoops}.
 */
final class TimedEights implements SparseEights {
  private final TimedLoops.Race gather;
  private final TimedLoops.Race margins;
  private final TimedLoops.Race spread;
  private final TimedLoops.Race close;
  private final TimedLoops.Race addTo;

  TimedEights(TimedLoops loops) {
    gather = loops.new Race("weights of sparse rows for eight columns");
    margins = loops.new Race("margins of sparse rows for eight columns");
    spread = loops.new Race("stripe sums of sparse rows for eight columns");
    close = loops.new Race("sums of stripes of sparse rows for eight columns");
    addTo = loops.new Race("sums of blocks of sparse rows for eight columns");
  }

  @Override
  public void gather(int[] features, float[] w, int count, int first, float[] own) {
    Loops winner = gather.winner();
    if (winner != null) {
      winner.sparseEights().gather(features, w, count, first, own);
      return;
    }
    gather.run(
        features.length, loops -> loops.sparseEights().gather(features, w, count, first, own));
  }

  @Override
  public void margins(
      SparseBlock block, int[] starts, float[] values, float[] own, float[] lanes, float[] z) {
    Loops winner = margins.winner();
    if (winner != null) {
      winner.sparseEights().margins(block, starts, values, own, lanes, z);
      return;
    }
    margins.run(
        block.numbers().length,
        loops -> loops.sparseEights().margins(block, starts, values, own, lanes, z));
  }

  @Override
  public void spread(
      SparseBlock block, int[] starts, float[] values, int row, int endRow, float[] q, float[] g) {
    Loops winner = spread.winner();
    if (winner != null) {
      winner.sparseEights().spread(block, starts, values, row, endRow, q, g);
      return;
    }
    int first = block.firstRow();
    spread.run(
        starts[first + endRow] - starts[first + row],
        loops -> loops.sparseEights().spread(block, starts, values, row, endRow, q, g));
  }

  @Override
  public void close(char[] touched, int begin, int end, float[] g, float[] hi, float[] lo) {
    Loops winner = close.winner();
    if (winner != null) {
      winner.sparseEights().close(touched, begin, end, g, hi, lo);
      return;
    }
    close.run(end - begin, loops -> loops.sparseEights().close(touched, begin, end, g, hi, lo));
  }

  @Override
  public void addTo(int[] features, float[] hi, float[] lo, float[] pairs, int count, int first) {
    Loops winner = addTo.winner();
    if (winner != null) {
      winner.sparseEights().addTo(features, hi, lo, pairs, count, first);
      return;
    }
    addTo.run(
        features.length,
        loops -> loops.sparseEights().addTo(features, hi, lo, pairs, count, first));
  }
}
