package io.downhill.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws rows to be held out of training: the same part of each class where each row is of one, by
 * weight where rows have weights. The same rows, part and seed give the same draw.
 */
public final class HeldOut {
  /** What is known of rows. */
  public interface Outcome {
    /** What the classes are called. */
    Classes classes();

    /** Whether rows may be of both classes. */
    boolean divided();

    /** Whether all weights are whole numbers, and so may stand for copies. */
    boolean counted();

    /** The weight of row i; 1 without weights. */
    double weight(int i);

    /** Whether row i is of a class, in full or in part. */
    boolean isOf(int i, int y);
  }

  private final Outcome outcomes;
  private final double part;
  private final Random random;
  private final boolean[] held;

  private HeldOut(int rows, Outcome outcomes, double part, long seed) {
    this.outcomes = outcomes;
    this.part = part;
    this.random = new Random(seed);
    this.held = new boolean[rows];
  }

  /**
   * Draws rows.
   *
   * @param rows how many there are
   * @param kept those that may be drawn, ascending
   * @param part of them, above 0 and below 1
   * @param warnings receives what the user should know
   * @return whether each row is held out
   * @throws DataException if none would be, or none would be left
   */
  public static boolean[] draw(
      int rows, int[] kept, Outcome outcomes, double part, long seed, List<String> warnings) {
    HeldOut draw = new HeldOut(rows, outcomes, part, seed);
    if (outcomes.divided()) {
      draw.draw(kept.clone(), "");
    } else {
      draw.byClass(kept, warnings);
    }
    return draw.held;
  }

  /**
   * The same for examples; those of one row are held out together.
   *
   * @throws DataException if none would be, or none would be left
   */
  public static boolean[] draw(Dataset data, double part, long seed, List<String> warnings) {
    int[] rowOf = data.clusters().map(Clusters::places).orElse(null);
    if (rowOf == null) {
      int[] all = IntStream.range(0, data.examples()).toArray();
      return draw(all.length, all, new Counted(data, false), part, seed, warnings);
    }
    int[] rows = IntStream.range(0, data.clusters().orElseThrow().count()).toArray();
    boolean[] held = draw(rows.length, rows, new Counted(data, true), part, seed, warnings);
    boolean[] examples = new boolean[data.examples()];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = held[rowOf[i]];
    }
    return examples;
  }

  private void byClass(int[] kept, List<String> warnings) {
    Classes classes = outcomes.classes();
    List<String> small = new ArrayList<>();
    for (int y = 0; y < classes.count(); y++) {
      int of = y;
      int[] rows = IntStream.of(kept).filter(i -> outcomes.isOf(i, of)).toArray();
      if (!classes.areTwo() && Math.rint(part * rows.length) == 0) {
        small.add(classes.name(y)); // All other classes can be judged without it.
        continue;
      }
      draw(rows, " of class " + classes.name(y));
    }
    if (small.size() == classes.count()) {
      throw new DataException("--test " + part + ": of no class has it a row; give a larger part");
    }
    if (!small.isEmpty()) {
      warnings.add(
          "--test holds out no row of "
              + Spelling.list(small)
              + ", of which there are too few; they are not judged");
    }
  }

  /**
   * Holds out a part of some rows: at least one and not all, until one more row would bring their
   * weight further from the part than it is.
   *
   * @param which they are, for a message
   */
  private void draw(int[] rows, String which) {
    int count = (int) Math.rint(part * rows.length);
    if (rows.length > 0 && (count == 0 || count == rows.length)) {
      throw new DataException(
          "--test "
              + part
              + ": of the "
              + rows.length
              + " examples"
              + which
              + (count == 0 ? " none would be held out" : " none would be left to train on"));
    }
    double share = part * IntStream.of(rows).mapToDouble(outcomes::weight).sum();
    double goal = outcomes.counted() ? Math.rint(share) : share;
    double taken = 0;
    for (int k = 0; taken < goal && k < rows.length - 1; k++) {
      int drawn = k + random.nextInt(rows.length - k);
      int row = rows[drawn];
      double weight = outcomes.weight(row);
      if (k > 0 && taken + weight / 2 > goal) {
        return;
      }
      rows[drawn] = rows[k];
      held[row] = true;
      taken += weight;
    }
  }

  /**
   * Rows that count once each.
   *
   * @param divided whether a row may be two examples, of both classes, as of soft labels
   */
  private record Counted(Dataset data, boolean divided) implements Outcome {
    @Override
    public Classes classes() {
      return data.classes().orElse(Classes.ZERO_ONE);
    }

    @Override
    public boolean counted() {
      return true;
    }

    @Override
    public double weight(int i) {
      return 1;
    }

    @Override
    public boolean isOf(int i, int y) {
      if (divided) {
        throw new IllegalStateException("a row may be of both classes");
      }
      return data.labels()[i] == y;
    }
  }
}
