package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.data.RowValues;
import io.downhill.optim.L1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A direction d along which no example moves towards the wrong class, and some move towards the
 * right one: the class of these is certain. If all do, the classes are separated, else they are
 * quasi-separated.
 *
 * <p>Of K classes d has a column for each, and an example moves towards the right one by the
 * difference of its own column and another's, so K - 1 of them are asked.
 *
 * <p>Each example is judged by its own numbers, in double: a margin x.d is 0 where it is below
 * 2^-20 of the sum of |x_j d_j|. A share of the largest margin would not do for heavy tails, where
 * most margins are tiny beside the largest one.
 *
 * <p>Longer than other files: finding, mending and judging a direction ask the same numbers.
 */
final class SeparatingDirection {
  /** What rounding to float32 and back leaves of a margin that is 0, beside its terms. */
  private static final double ROUNDING = 0x1p-20;

  /** The components of a step are exact to about this share of the largest one. */
  private static final double STEP = 1e-4;

  /** Those of a mended one, which comes from rows of float32, are to this share. */
  private static final double MENDED = 0x1p-22;

  /** Examples on the plane by which a direction is mended, for each parameter. */
  private static final int ROWS = 4;

  /** A row that is so near to a sum of others adds nothing but its rounding. */
  private static final double DEPENDENT = 1e-5;

  private static final int NAMED = 5;

  private static final int SAMPLE = 1 << 12;

  private final Dataset data;
  private final int columns;
  private final double[] d;
  private final double[] units;
  private final double[] largest;
  private final double exactness;
  private final RowValues walk;
  private int[] counts;

  /**
   * The example is on the wrong side, at 0, on the right side of some other classes and at 0 to the
   * others, or on the right side.
   */
  private enum Side {
    WRONG,
    ZERO,
    PART,
    RIGHT
  }

  private SeparatingDirection(Dataset data, double[] d, double[] units, double exactness) {
    this.data = data;
    this.columns = d.length / units.length;
    this.d = d;
    this.units = units;
    this.exactness = exactness;
    this.walk = new RowValues(data.rows());
    double most = 0;
    for (int p = 0; p < d.length; p++) {
      most = Math.max(most, Math.abs(d[p]) * units[p / columns]);
    }
    largest = new double[units.length];
    for (int j = 0; j < largest.length; j++) {
      largest[j] = most / units[j];
    }
  }

  /**
   * The direction, if it separates; mended where examples that are near to 0 seem to belong there.
   *
   * @param margins of the examples along d, as a device computed them; m, or m x K
   * @param d length n + 1, bias last; or K such columns side by side
   */
  static Optional<SeparatingDirection> of(Dataset data, double[] margins, double[] d) {
    // Some rows tell the units well enough to say no; the few where a column is not 0 they may
    // lack.
    return of(data, margins, d, units(data.sample(SAMPLE)))
        .flatMap(found -> of(data, margins, d, units(data)));
  }

  /** A direction whose components are exact, if it separates. */
  static Optional<SeparatingDirection> exact(Dataset data, double[] d) {
    return Optional.of(new SeparatingDirection(data, d, units(data), 0))
        .filter(SeparatingDirection::separates);
  }

  /**
   * The direction as it is, if it separates: of many weights, to mend one would take the cube of
   * their number.
   *
   * @param margins as {@link #of} has them
   */
  static Optional<SeparatingDirection> unmended(Dataset data, double[] margins, double[] d) {
    SeparatingDirection step = new SeparatingDirection(data, d, units(data.sample(SAMPLE)), STEP);
    return step.worthwhile(margins) ? exact(data, d) : Optional.empty();
  }

  private static Optional<SeparatingDirection> of(
      Dataset data, double[] margins, double[] d, double[] units) {
    SeparatingDirection step = new SeparatingDirection(data, d, units, STEP);
    if (!step.worthwhile(margins)) {
      return Optional.empty();
    }
    SeparatingDirection exact = new SeparatingDirection(data, d, units, 0);
    if (exact.separates() && exact.complete()) {
      return Optional.of(exact);
    }
    SeparatingDirection mended = step.mended();
    return Optional.of(mended.separates() ? mended : exact).filter(SeparatingDirection::separates);
  }

  /** Whether bounds let parameters go along it for ever, but for the rounding of a mended one. */
  boolean isWithin(L1 bounds) {
    double[] receding = d.clone();
    bounds.recede(receding);
    return IntStream.range(0, d.length)
        .allMatch(p -> Math.abs(d[p] - receding[p]) <= ROUNDING * largest[p / columns]);
  }

  /** Whether none of the examples that lose is clearly wrong. */
  private boolean worthwhile(double[] margins) {
    for (int i = 0; i < data.examples(); i++) {
      if (loses(margins, i) && side(i) == Side.WRONG) {
        return false;
      }
    }
    return true;
  }

  private boolean loses(double[] margins, int i) {
    if (columns == 1) {
      return sign(i) * margins[i] < 0;
    }
    double own = margins[i * columns + (int) data.labels()[i]];
    return isCounted(i)
        && IntStream.range(0, columns).anyMatch(k -> margins[i * columns + k] > own);
  }

  /** Whether an example has a weight; without one it tells nothing. */
  private boolean isCounted(int i) {
    return data.weights() == null || data.weights()[i] > 0;
  }

  /** 1 or -1 by the class of two, 0 for an example without weight. */
  private int sign(int i) {
    return !isCounted(i) ? 0 : data.labels()[i] > 0 ? 1 : -1;
  }

  private Side side(int i) {
    return side(i, walk);
  }

  private Side side(int i, RowValues walk) {
    if (columns == 1) {
      return side(i, 0, -1, sign(i), walk);
    }
    int zeros = 0;
    int own = (int) data.labels()[i];
    for (int k = 0; k < columns && isCounted(i); k++) {
      Side side = k == own ? Side.RIGHT : side(i, own, k, 1, walk);
      if (side == Side.WRONG) {
        return side;
      }
      zeros += side == Side.ZERO ? 1 : 0;
    }
    return zeros == 0 && isCounted(i) ? Side.RIGHT : zeros < columns - 1 ? Side.PART : Side.ZERO;
  }

  /** Where an example is by the difference of two columns; of one by that. */
  private Side side(int i, int own, int other, int sign, RowValues walk) {
    int n = data.features();
    RowValues row = walk.to(i);
    double margin = along(n, own, other);
    double size = Math.abs(margin);
    double squares = largest[n] * largest[n];
    for (int p = 0; p < row.count(); p++) {
      int j = row.column(p);
      double reach = largest[j] * row.value(p);
      double term = along(j, own, other) * row.value(p);
      margin += term;
      size += Math.abs(term);
      squares += reach * reach;
    }
    double right = sign * margin;
    double zero = ROUNDING * size + exactness * Math.sqrt(squares);
    return right > zero ? Side.RIGHT : right < -zero ? Side.WRONG : Side.ZERO;
  }

  private double along(int j, int own, int other) {
    return columns == 1 ? d[j] : d[j * columns + own] - d[j * columns + other];
  }

  private int count(Side side) {
    if (counts == null) {
      counts = counts();
    }
    return counts[side.ordinal()];
  }

  /** How many examples are on each side. */
  private int[] counts() {
    int[] all = new int[Side.values().length];
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(this::counts)
        .forEachOrdered(part -> Arrays.setAll(all, side -> all[side] + part[side]));
    return all;
  }

  private int[] counts(int block) {
    int[] counts = new int[Side.values().length];
    int first = block * data.rowsPerBlock();
    RowValues own = new RowValues(data.rows());
    for (int i = first; i < first + data.blockRows(block); i++) {
      if (isCounted(i)) {
        counts[side(i, own).ordinal()]++;
      }
    }
    return counts;
  }

  /**
   * None is wrong, and one is clearly right: along a sum of columns that is 0 for every example, as
   * collinear ones have it, all margins are rounding.
   */
  private boolean separates() {
    SeparatingDirection step = new SeparatingDirection(data, d, units, STEP);
    return count(Side.WRONG) == 0
        && IntStream.range(0, data.examples())
            .filter(this::isCounted)
            .mapToObj(step::side)
            .anyMatch(side -> side == Side.RIGHT || side == Side.PART);
  }

  /** Whether the class of every example is certain. */
  boolean complete() {
    return count(Side.ZERO) == 0 && count(Side.PART) == 0;
  }

  /** The number of examples of which some other classes are ruled out, or all. */
  int moved() {
    return count(Side.PART) + count(Side.RIGHT);
  }

  /** The number of examples whose class is certain. */
  int certain() {
    return count(Side.RIGHT);
  }

  /** Whether the class of an example is certain. */
  boolean isCertain(int i) {
    return side(i) == Side.RIGHT; // Never without weight.
  }

  /** Whether larger values of a column speak for the positive class. */
  boolean rises(int j) {
    return d[j] > 0;
  }

  /** The number of examples that count. */
  int examples() {
    return count(Side.WRONG) + count(Side.ZERO) + count(Side.PART) + count(Side.RIGHT);
  }

  /** Of K classes, whether all examples of a class are told from another one, and so back. */
  boolean[][] told() {
    boolean[][] told = new boolean[columns][columns];
    for (boolean[] row : told) {
      Arrays.fill(row, true);
    }
    RowValues own = new RowValues(data.rows());
    for (int i = 0; i < data.examples(); i++) {
      int y = (int) data.labels()[i];
      for (int k = 0; k < columns && isCounted(i); k++) {
        boolean clear = k != y && side(i, y, k, 1, own) == Side.RIGHT;
        told[y][k] &= clear;
        told[k][y] &= clear;
      }
    }
    return told;
  }

  /**
   * Where only some examples move, the others have the margin 0; a Newton step has it to some
   * digits. What d has along the rows of those is taken off.
   */
  private SeparatingDirection mended() {
    List<double[]> basis = new ArrayList<>();
    for (long zero : zeroRows()) {
      double[] row = row(zero);
      double length = Math.sqrt(dot(row, row));
      for (int twice = 0; twice < 2; twice++) {
        basis.forEach(axis -> takeOff(row, axis));
      }
      double left = Math.sqrt(dot(row, row));
      if (left > DEPENDENT * length && basis.size() < row.length) {
        basis.add(scaled(row, 1 / left));
      }
    }
    double[] mended = new double[d.length];
    for (int p = 0; p < d.length; p++) {
      mended[p] = d[p] * units[p / columns];
    }
    for (int twice = 0; twice < 2; twice++) {
      basis.forEach(axis -> takeOff(mended, axis));
    }
    for (int p = 0; p < d.length; p++) {
      mended[p] /= units[p / columns];
    }
    return new SeparatingDirection(data, mended, units, MENDED);
  }

  /**
   * Some of the examples at 0, spread over all of them; of K classes example i and another class k
   * as i K + k.
   */
  private long[] zeroRows() {
    long[] zero =
        IntStream.range(0, data.blockCount())
            .parallel()
            .boxed()
            .flatMapToLong(this::zeroRows)
            .toArray();
    int taken = (int) Math.min(zero.length, (long) ROWS * d.length);
    return IntStream.range(0, taken)
        .mapToLong(k -> zero[(int) ((long) k * zero.length / taken)])
        .toArray();
  }

  private LongStream zeroRows(int block) {
    long first = (long) block * data.rowsPerBlock() * columns;
    RowValues own = new RowValues(data.rows());
    return LongStream.range(first, first + (long) data.blockRows(block) * columns)
        .filter(
            zero -> {
              int i = (int) (zero / columns);
              int k = (int) (zero % columns);
              int y = (int) data.labels()[i];
              return isCounted(i)
                  && (columns == 1
                      ? side(i, own) == Side.ZERO
                      : k != y && side(i, y, k, 1, own) == Side.ZERO);
            });
  }

  /** The root mean square of each column, and 1 for the bias. */
  private static double[] units(Dataset data) {
    int n = data.features();
    double[] units = new double[n + 1];
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(k -> squares(data, k))
        .forEachOrdered(part -> Arrays.setAll(units, j -> units[j] + part[j]));
    for (int j = 0; j <= n; j++) {
      units[j] = units[j] > 0 ? Math.sqrt(units[j] / data.examples()) : 1;
    }
    return units;
  }

  private static double[] squares(Dataset data, int k) {
    int n = data.features();
    double[] squares = new double[n + 1];
    int first = k * data.rowsPerBlock();
    data.rows()
        .eachValue(first, first + data.blockRows(k), (i, j, x) -> squares[j] += (double) x * x);
    return squares;
  }

  /** What moves the margin of a zero, by parameter. */
  private double[] row(long zero) {
    int i = (int) (zero / columns);
    int other = (int) (zero % columns);
    int own = columns == 1 ? 0 : (int) data.labels()[i];
    double[] row = new double[d.length];
    int n = data.features();
    float[] x = new float[n];
    data.rows().copy(i, 1, x, 0);
    for (int j = 0; j <= n; j++) {
      double value = j < n ? x[j] / units[j] : hasBias() ? 1 : 0;
      row[j * columns + other] = -value;
      row[j * columns + own] = value;
    }
    return row;
  }

  private boolean hasBias() {
    return IntStream.range(d.length - columns, d.length).anyMatch(p -> d[p] != 0);
  }

  private static void takeOff(double[] v, double[] axis) {
    double along = dot(v, axis);
    for (int j = 0; j < v.length; j++) {
      v[j] -= along * axis[j];
    }
  }

  private static double[] scaled(double[] v, double factor) {
    double[] scaled = v.clone();
    for (int j = 0; j < v.length; j++) {
      scaled[j] *= factor;
    }
    return scaled;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** The columns with the largest share in the direction, largest first. */
  List<Integer> strongest() {
    double[] share = new double[data.features()];
    double largest = 0;
    for (int j = 0; j < share.length; j++) {
      for (int k = 0; k < columns; k++) {
        share[j] = Math.max(share[j], Math.abs(d[j * columns + k]) * units[j]);
      }
      largest = Math.max(largest, share[j]);
    }
    double named = 0.05 * largest;
    return IntStream.range(0, share.length)
        .boxed()
        .filter(j -> share[j] > named)
        .sorted(Comparator.comparingDouble((Integer j) -> -share[j]))
        .limit(NAMED)
        .toList();
  }
}
