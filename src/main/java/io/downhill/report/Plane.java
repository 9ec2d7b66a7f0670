package io.downhill.report;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.optim.L1;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * J over two parameters u and v, all others being those of the model: z = base + u x_u + v x_v, so
 * that a pass over three columns does for one over n + 1.
 *
 * @param data features base, x_u and x_v
 * @param names of the two parameters
 * @param at where the model is, in the units of training
 * @param l2 of base, u and v
 * @param l1 of u and v
 * @param constant what the penalties of the other parameters add
 */
record Plane(Dataset data, List<String> names, double[] at, double[] l2, L1 l1, double constant) {
  /** No parameter. */
  static final int NONE = -1;

  /** Margins are kept within float32, with room for what u and v add. */
  private static final double FURTHEST = 1e37;

  /**
   * The plane through two parameters.
   *
   * @param margins of the model for these examples, length m
   * @param u which parameter, n for the bias
   * @param v which other; {@link #NONE} for a model that has no other
   */
  static Plane of(Placed placed, double[] margins, int u, int v) {
    Dataset data = placed.data();
    double[] at = {weight(placed, u), weight(placed, v)};
    Dataset.Builder builder = new Dataset.Builder(List.of("base", "u", "v"));
    float[] row = new float[3];
    float[][] columns = {column(data, u), column(data, v)};
    for (int i = 0; i < data.examples(); i++) {
      row[1] = value(columns[0], i, u);
      row[2] = value(columns[1], i, v);
      double base = margins[i] - at[0] * row[1] - at[1] * row[2];
      row[0] = (float) Math.max(-FURTHEST, Math.min(base, FURTHEST));
      builder.addRow(row);
    }
    builder.labels(data.labels(), data.classes().orElse(Classes.ZERO_ONE));
    if (data.weights() != null) {
      builder.weights(data.weights());
    }
    double[] l2 = {0, l2(placed, u), l2(placed, v)};
    L1 l1 = l1(placed.penalty().l1(), u, v);
    double own = l1.cost(at) + (l2[1] * at[0] * at[0] + l2[2] * at[1] * at[1]) / 2;
    return new Plane(
        builder.build(),
        List.of(name(data, u), name(data, v)),
        at,
        l2,
        l1,
        placed.penaltyAtModel() - own);
  }

  private static float[] column(Dataset data, int parameter) {
    boolean given = parameter != NONE && parameter < data.features();
    return given ? data.rows().column(parameter) : null;
  }

  private static float value(float[] column, int i, int parameter) {
    return parameter == NONE ? 0 : column == null ? 1 : column[i];
  }

  private static double weight(Placed placed, int parameter) {
    return parameter == NONE ? 0 : placed.w()[parameter];
  }

  /** The penalty and the bounds of these two alone. */
  private static L1 l1(L1 all, int u, int v) {
    L1 l1 =
        all.lambda().length == 0
            ? L1.NONE
            : new L1(new double[] {all.lambda(u), v == NONE ? 0 : all.lambda(v)});
    if (!all.bounded()) {
      return l1;
    }
    double[] low = {all.low()[u], v == NONE ? Double.NEGATIVE_INFINITY : all.low()[v]};
    double[] high = {all.high()[u], v == NONE ? Double.POSITIVE_INFINITY : all.high()[v]};
    boolean free = true;
    for (int k = 0; k < 2; k++) {
      free &= Double.isInfinite(low[k]) && Double.isInfinite(high[k]);
    }
    return free ? l1 : l1.within(low, high);
  }

  private static double l2(Placed placed, int parameter) {
    boolean penalised = parameter != NONE && parameter < placed.features();
    return penalised ? placed.penalty().l2()[parameter] : 0;
  }

  private static String name(Dataset data, int parameter) {
    return parameter == NONE
        ? ""
        : parameter == data.features() ? ReportOptions.BIAS : data.featureNames().get(parameter);
  }

  /**
   * The two parameters to show: those that the user names, or the strongest weight and the bias.
   *
   * @return their indices, n for the bias; one alone where the model has no other
   * @throws DataException if the model has no such parameter
   */
  static int[] axes(Placed placed, List<String> wanted) {
    int n = placed.features();
    if (!wanted.isEmpty()) {
      return wanted.stream().mapToInt(name -> named(placed, name)).toArray();
    }
    List<Integer> strongest =
        IntStream.range(0, n)
            .filter(j -> !placed.data().baseMargin().equals(OptionalInt.of(j)))
            .boxed()
            .sorted((j, k) -> Double.compare(Math.abs(placed.w()[k]), Math.abs(placed.w()[j])))
            .toList();
    if (placed.intercept()) {
      return new int[] {strongest.get(0), n};
    }
    return strongest.stream().limit(2).mapToInt(j -> j).toArray();
  }

  private static int named(Placed placed, String name) {
    Argument.notNull(name, "name");
    int j = placed.data().featureNames().indexOf(name);
    if (placed.data().baseMargin().equals(OptionalInt.of(j))) {
      throw new DataException("--axes: " + name + " is the offset, whose weight is always 1");
    }
    if (j >= 0) {
      return j;
    }
    if (!name.equals(ReportOptions.BIAS)) {
      throw new DataException(
          "--axes: the model has no feature "
              + name
              + "; `show` lists its features, and "
              + ReportOptions.BIAS
              + " is the other parameter");
    }
    if (!placed.intercept()) {
      throw new DataException("--axes: the model was trained without a bias; name two features");
    }
    return placed.features();
  }
}
