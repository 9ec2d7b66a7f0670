package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An objective where only some features have weights, and those of all others are 0: its parameters
 * are theirs in ascending order, and then the biases. Each of its values has the bits of the whole
 * objective's there.
 *
 * @param f over these features, and perhaps others
 * @param places of these parameters among those of f
 * @param whole knows the units of all parameters, and its sample those of the sample's
 * @param wholePlaces of these parameters among those of the whole
 */
public record Restricted(Objective f, int[] places, Objective whole, int[] wholePlaces)
    implements Objective {

  /** The plain form, which asks the whole objective. */
  static Restricted of(Objective whole, int[] features) {
    int[] places = places(features, whole.weights(), whole.columns());
    return new Restricted(whole, places, whole, places);
  }

  /**
   * Where the parameters of some features stand.
   *
   * @param features their places, in any order
   * @param weights of all features, behind which the biases stand
   */
  public static int[] places(int[] features, int weights, int columns) {
    return IntStream.concat(
            Arrays.stream(features)
                .flatMap(j -> IntStream.range(j * columns, j * columns + columns)),
            IntStream.range(weights, weights + columns))
        .toArray();
  }

  /** All parameters of f. */
  public double[] put(double[] w) {
    double[] all = new double[f.parameters()];
    for (int p = 0; p < places.length; p++) {
      all[places[p]] = w[p];
    }
    return all;
  }

  /** Whether all other weights are 0. */
  public boolean holds(double[] w) {
    double[] left = w.clone();
    for (int p : wholePlaces) {
      left[p] = 0;
    }
    return Descent.slope(left) == 0;
  }

  /** Its parameters of those of the whole. */
  public double[] of(double[] w) {
    return Arrays.stream(wholePlaces).mapToDouble(p -> w[p]).toArray();
  }

  private void take(double[] all, double[] own) {
    for (int p = 0; p < places.length; p++) {
      own[p] = all[places[p]];
    }
  }

  /** The lower triangle over some parameters of that over all. */
  static double[] triangle(double[] all, int[] places) {
    double[] own = new double[places.length * (places.length + 1) / 2];
    for (int p = 0, at = 0; p < places.length; p++) {
      for (int q = 0; q <= p; q++) {
        int row = Math.max(places[p], places[q]);
        own[at++] = all[row * (row + 1) / 2 + Math.min(places[p], places[q])];
      }
    }
    return own;
  }

  @Override
  public int weights() {
    return places.length - columns();
  }

  @Override
  public int columns() {
    return f.columns();
  }

  /** Where all of its parameters would; f may have so many that it does not, or so few. */
  @Override
  public boolean holdsHessian() {
    return whole.holdsHessian();
  }

  @Override
  public double steepening() {
    return f.steepening();
  }

  @Override
  public double[] biasHessian(double[] w) {
    return f.biasHessian(put(w));
  }

  /** Those of the features that it has. */
  @Override
  public double passes() {
    return f.passes();
  }

  @Override
  public void round(double[] w) {
    f.round(w);
  }

  @Override
  public double costAndGradient(double[] w, double[] gradient) {
    double[] all = new double[f.parameters()];
    double cost = f.costAndGradient(put(w), all);
    take(all, gradient);
    return cost;
  }

  @Override
  public void product(double[] w, double[] v, double[] product) {
    double[] all = new double[f.parameters()];
    f.product(put(w), put(v), all);
    take(all, product);
  }

  @Override
  public double[] hessian(double[] w) {
    return f.hessian(put(w), places);
  }

  @Override
  public double[] units() {
    return of(whole.units());
  }

  @Override
  public double[] penalties() {
    return of(whole.penalties());
  }

  @Override
  public Line line(double[] w, double[] d) {
    return f.line(put(w), put(d));
  }

  @Override
  public Optional<Objective> sample() {
    return f.sample()
        .map(part -> new Restricted(part, places, whole.sample().orElseThrow(), wholePlaces));
  }

  @Override
  public Optional<double[]> leastHessian(double[] w) {
    return f.leastHessian(put(w), places);
  }

  @Override
  public Objective restrictedTo(int[] features) {
    throw new UnsupportedOperationException("it is restricted already");
  }
}
