package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.DeviceContract.Values;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The numbers of a conformance case, from a seed that depends on its shape.
 *
 * @param dataset X and y
 * @param parameters length n + 1
 * @param direction length n + 1
 * @param margins length m
 * @param pairs sums as an update reads them, length 2 (n + 2)
 */
record ContractData(
    Dataset dataset, double[] parameters, double[] direction, double[] margins, double[] pairs) {
  private static final float[] EDGES = {
    0f,
    -0f,
    1e-30f,
    -1e-30f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1f,
    -1f,
    17.3f,
    -17.3f,
    87.3f,
    -87.3f,
    87.336f,
    -87.336f,
    Math.nextUp(87.336f),
    -Math.nextUp(87.336f),
    88f,
    -88f,
    104f,
    -104f,
    1e4f,
    -1e4f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private static final float[] NOT_FINITE = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  static ContractData of(int m, int n, Values values) {
    SplittableRandom random = new SplittableRandom(31L * m + n);
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(n));
    builder.grow(m);
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      float[] x = builder.block(i);
      int at = builder.offset(i);
      for (int j = 0; j < n; j++) {
        boolean given =
            values != Values.SPARSE
                || ContractSparse.isGiven(i, j, m, n, random.nextInt(ContractSparse.RARE));
        x[at + j] = given ? feature(random, values) : 0f;
      }
      y[i] = random.nextInt(2);
    }
    if (values == Values.NOT_FINITE) {
      builder.block(m / 2)[builder.offset(m / 2)] = Float.NaN;
    }
    if (values == Values.EXTREME || values == Values.SPARSE) {
      builder.weights(weights(random, m));
    }
    double[] parameters = parameters(random, n);
    double[] direction = parameters(random, n);
    double[] margins = new double[m];
    for (int i = 0; i < m; i++) {
      margins[i] = margin(random, values, i);
    }
    double[] pairs = new double[2 * (n + 2)];
    for (int j = 0; j < n + 2; j++) {
      pairs[j] = (float) (random.nextDouble() - 0.5);
      pairs[n + 2 + j] = (float) ((random.nextDouble() - 0.5) * 1e-8);
    }
    return new ContractData(
        builder.labels(y, Classes.ZERO_ONE).build(), parameters, direction, margins, pairs);
  }

  /** The same numbers, with sparse rows. */
  ContractData sparse() {
    return new ContractData(ContractSparse.of(dataset), parameters, direction, margins, pairs);
  }

  /** Margins whose sums stay finite: infinite ones of both signs would add to NaN. */
  double[] clipped() {
    return Arrays.stream(margins).map(z -> (float) Math.min(Math.max(z, -1e4), 1e4)).toArray();
  }

  /** Margins of a direction, of the size of the margins. */
  double[] alongMargins() {
    double[] along = new double[margins.length];
    double[] clipped = clipped();
    for (int i = 0; i < along.length; i++) {
      along[along.length - 1 - i] = (float) (Math.min(Math.max(clipped[i], -100), 100) * 0.37);
    }
    return along;
  }

  /** Coefficients as curvatures are, from 0 to 1/4 and times a weight. */
  double[] coefficients() {
    SplittableRandom random = new SplittableRandom(dataset.examples());
    return Arrays.stream(margins).map(z -> (float) (random.nextDouble() * 0.75)).toArray();
  }

  /** Parameters of another column of a panel; the first has those of the case. */
  double[] parameters(int column) {
    int n = dataset.features();
    return column == 0 ? parameters : parameters(new SplittableRandom(1000L + column), n);
  }

  private static double[] parameters(SplittableRandom random, int n) {
    double[] parameters = new double[n + 1];
    for (int j = 0; j <= n; j++) {
      parameters[j] = (float) ((random.nextDouble() - 0.5) * 4 / Math.sqrt(n));
    }
    return parameters;
  }

  /** Some examples count half, some thrice, some not at all. */
  private static float[] weights(SplittableRandom random, int m) {
    float[] weights = new float[m];
    for (int i = 0; i < m; i++) {
      weights[i] = new float[] {0f, 0.5f, 1f, 3f}[random.nextInt(4)];
    }
    return weights;
  }

  private static float feature(SplittableRandom random, Values values) {
    float uniform = (float) (random.nextDouble() * 4 - 2);
    if (values != Values.EXTREME && values != Values.SPARSE) {
      return uniform;
    }
    return switch (random.nextInt(8)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> uniform * 1e-30f;
      case 3 -> uniform * 1e-38f;
      case 4 -> uniform * 3e3f;
      default -> uniform;
    };
  }

  private static float margin(SplittableRandom random, Values values, int i) {
    float uniform = (float) (random.nextDouble() * 40 - 20);
    if (values == Values.NOT_FINITE && i % 3 == 0) {
      return NOT_FINITE[i / 3 % NOT_FINITE.length];
    }
    return values == Values.EXTREME && i % 2 == 0 ? EDGES[i / 2 % EDGES.length] : uniform;
  }
}
