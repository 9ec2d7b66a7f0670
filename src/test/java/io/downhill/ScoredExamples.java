package io.downhill;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Scored examples of few margins, so that many are tied, and of weights that are whole numbers.
 *
 * @param seed what they come from
 * @param z margins, multiples of a half
 * @param y labels
 * @param c weights, null if all are 1
 */
record ScoredExamples(long seed, double[] z, float[] y, float[] c) {
  static ScoredExamples of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int m = 3 + random.nextInt(40);
    int values = 1 + random.nextInt(8);
    ScoredExamples examples = new ScoredExamples(seed, new double[m], new float[m], new float[m]);
    for (int i = 0; i < m; i++) {
      examples.z[i] = (random.nextInt(values) - values / 2) / 2.0;
      examples.y[i] = random.nextInt(3) == 0 ? 1 : 0;
      examples.c[i] = random.nextInt(4);
    }
    examples.c[0] = 1;
    return examples;
  }

  /** Each example as often as its weight says. */
  ScoredExamples repeated() {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < c.length; i++) {
      for (int k = 0; k < c[i]; k++) {
        rows.add(i);
      }
    }
    int m = rows.size();
    ScoredExamples all = new ScoredExamples(seed, new double[m], new float[m], null);
    for (int k = 0; k < m; k++) {
      all.z[k] = z[rows.get(k)];
      all.y[k] = y[rows.get(k)];
    }
    return all;
  }

  /** The same with other margins. */
  ScoredExamples margins(double factor, double shift) {
    double[] moved = DoubleStream.of(z).map(v -> factor * v + shift).toArray();
    return new ScoredExamples(seed, moved, y, c);
  }

  /** The same with the classes exchanged. */
  ScoredExamples swapped() {
    float[] other = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      other[i] = 1 - y[i];
    }
    return new ScoredExamples(seed, z, other, c);
  }

  /** In the opposite order. */
  ScoredExamples turned() {
    int m = z.length;
    ScoredExamples turned = new ScoredExamples(seed, new double[m], new float[m], new float[m]);
    for (int i = 0; i < m; i++) {
      turned.z[i] = z[m - 1 - i];
      turned.y[i] = y[m - 1 - i];
      turned.c[i] = c[m - 1 - i];
    }
    return turned;
  }

  double[] probabilities() {
    return DoubleStream.of(z).map(LogisticModel::sigmoid).toArray();
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + z.length + " examples";
  }
}
