package io.downhill.device.cpu;

/**
 * {@link SparseEights} of scalar loops until those of vectors are faster, as {@link TimedLoops}.
 * What is timed are whole blocks: a stripe, or the features of a block, may take less than its
 * timing does.
 */
final class TimedEights implements SparseEights {
  private final TimedLoops.Race margins;
  private final TimedLoops.Race sums;

  TimedEights(TimedLoops loops) {
    margins = loops.new Race("margins of sparse rows for eight columns");
    sums = loops.new Race("sums of sparse rows for eight columns");
  }

  @Override
  public void margins(
      SparseBlock block,
      SparseExamples x,
      float[] w,
      int count,
      int first,
      float[] own,
      float[] lanes,
      float[] z) {
    Loops winner = margins.winner();
    if (winner != null) {
      winner.sparseEights().margins(block, x, w, count, first, own, lanes, z);
      return;
    }
    margins.run(
        block.numbers().length,
        loops -> loops.sparseEights().margins(block, x, w, count, first, own, lanes, z));
  }

  @Override
  public void sums(
      SparseBlock block, SparseExamples x, float[] q, float[] g, float[] hi, float[] lo) {
    Loops winner = sums.winner();
    if (winner != null) {
      winner.sparseEights().sums(block, x, q, g, hi, lo);
      return;
    }
    sums.run(block.numbers().length, loops -> loops.sparseEights().sums(block, x, q, g, hi, lo));
  }

  /** By the form that makes the sums. */
  @Override
  public void addTo(int[] features, float[] hi, float[] lo, float[] pairs, int count, int first) {
    Loops winner = sums.winner();
    SparseEights form = winner == null ? SparseEights.PLAIN : winner.sparseEights();
    form.addTo(features, hi, lo, pairs, count, first);
  }
}
