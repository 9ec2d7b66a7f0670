package io.downhill.tuning;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which examples are held out together. Fold f is trained on the examples that are not in it, or
 * where they have an order, on those before it.
 *
 * @param of the fold of each example, from 0 on; -1 for one that is never held out; not copied
 * @param count how many folds there are, at least 2
 * @param ordered whether a fold is trained on what is before it alone
 */
public record Folds(int[] of, int count, boolean ordered) {
  /** Checks that no fold is empty. */
  public Folds {
    int[] sizes = new int[Math.max(0, count)];
    for (int i = 0; i < Argument.notNull(of, "of").length; i++) {
      if (of[i] < -1 || of[i] >= count) {
        throw new IllegalArgumentException("of[" + i + "] is " + of[i] + ", folds: " + count);
      }
      if (of[i] >= 0) {
        sizes[of[i]]++;
      }
    }
    if (count < 2 || Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      throw new IllegalArgumentException("folds must be two or more, each with an example");
    }
  }

  /**
   * Folds with the same share of each class, drawn by a seed: the same on every machine.
   *
   * @param count at least 2
   * @throws DataException if there are fewer examples than folds
   */
  public static Folds stratified(Dataset data, int count, long seed) {
    int m = data.examples();
    if (count > m) {
      throw new DataException(m + " rows are too few for " + count + " folds");
    }
    int[] order = shuffled(m, seed);
    int[] of = new int[m];
    int next = 0;
    for (int y = 0; y < data.classCount(); y++) {
      for (int i : order) {
        if (data.labels()[i] == y) {
          of[i] = next++ % count; // Where one class ends the next goes on: sizes differ by one.
        }
      }
    }
    return new Folds(of, count, false);
  }

  /**
   * Folds of whole groups, dealt out by size, the largest first, each to the fold with the fewest
   * rows.
   *
   * @param count as many as there are groups makes each group a fold, in the order in which they
   *     come first
   * @throws DataException if there are fewer groups than folds
   */
  public static Folds grouped(Clusters groups, int count) {
    if (groups.count() < count) {
      throw new DataException(
          groups.column() + ": " + groups.count() + " groups are too few for " + count + " folds");
    }
    int[] foldOf = IntStream.range(0, groups.count()).toArray();
    if (groups.count() > count) {
      int[] sizes = new int[groups.count()];
      for (int place : groups.places()) {
        sizes[place]++;
      }
      long[] rows = new long[count];
      IntStream.range(0, groups.count())
          .boxed()
          .sorted(Comparator.comparingInt((Integer g) -> -sizes[g]).thenComparing(g -> g))
          .forEach(
              g -> {
                int least = 0;
                for (int f = 1; f < count; f++) {
                  least = rows[f] < rows[least] ? f : least;
                }
                foldOf[g] = least;
                rows[least] += sizes[g];
              });
    }
    int[] of = Arrays.stream(groups.places()).map(place -> foldOf[place]).toArray();
    return new Folds(of, count, false);
  }

  /**
   * Folds in time: the rows in the order of a column are cut into count + 1 parts of about the same
   * size, rows of one value together; the first is never held out, and each other one is predicted
   * from all before it.
   *
   * @param ranks the place of each row's value among the values in order, from 0 on
   * @throws DataException if there are too few values
   */
  public static Folds ordered(String column, int[] ranks, int count) {
    int values = Arrays.stream(ranks).max().orElse(-1) + 1;
    int[] sizes = new int[values];
    for (int rank : ranks) {
      sizes[rank]++;
    }
    int[] partOf = new int[values];
    long before = 0;
    int part = 0;
    int inPart = 0;
    for (int v = 0; v < values; v++) {
      int left = values - v;
      boolean full = before >= (long) (part + 1) * ranks.length / (count + 1);
      if (inPart > 0 && part < count && (full || left == count - part)) {
        part++;
        inPart = 0;
      }
      partOf[v] = part;
      inPart++;
      before += sizes[v];
    }
    if (part < count) {
      throw new DataException(
          column + ": " + values + " values in order are too few for " + count + " folds");
    }
    return new Folds(Arrays.stream(ranks).map(rank -> partOf[rank] - 1).toArray(), count, true);
  }

  /** Whether an example is held out from fold f. */
  public boolean isHeldOut(int i, int f) {
    return of[i] == f;
  }

  /** Whether fold f is trained on an example. */
  public boolean isTrained(int i, int f) {
    return ordered ? of[i] < f : of[i] != f;
  }

  /** The examples that are held out from fold f, ascending. */
  public int[] heldOut(int f) {
    return IntStream.range(0, of.length).filter(i -> isHeldOut(i, f)).toArray();
  }

  /**
   * The examples with the weight 0 where fold f is not trained on them.
   *
   * @throws DataException if it is not trained on some class
   */
  public Dataset training(Dataset data, int f) {
    float[] c = new float[of.length];
    for (int i = 0; i < c.length; i++) {
      float own = data.weights() == null ? 1 : data.weights()[i];
      c[i] = isTrained(i, f) ? own : 0;
    }
    Dataset weighted = data.weighted(c);
    double[] totals = weighted.classTotals();
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    for (int y = 0; y < totals.length; y++) {
      if (!(totals[y] > 0)) {
        throw new DataException(
            "fold "
                + (f + 1)
                + " of "
                + count
                + " is trained on no row of the class "
                + classes.name(y)
                + ": take fewer folds, or others");
      }
    }
    return weighted;
  }

  /** 0 to m - 1 in an order that the seed decides (Fisher and Yates). */
  private static int[] shuffled(int m, long seed) {
    int[] order = IntStream.range(0, m).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = m - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      int swapped = order[k];
      order[k] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  @Override
  public String toString() {
    return "Folds[" + count + " of " + of.length + " examples" + (ordered ? ", in order]" : "]");
  }
}
