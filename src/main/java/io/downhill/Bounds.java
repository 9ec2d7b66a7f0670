package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import io.downhill.data.Spelling;
import io.downhill.inference.Coefficient;
import io.downhill.optim.L1;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Bounds on weights, those of features as they stand in the data. A name is that of a feature, or
 * of a column, for all features that it becomes but the one that marks gaps.
 *
 * @param of each name; the bias has none
 */
public record Bounds(Map<String, Interval> of) {
  /** No bounds. */
  public static final Bounds NONE = new Bounds(Map.of());

  /**
   * From where to where a weight may be.
   *
   * @param low -infinity for no bound
   * @param high infinity for no bound, at least low
   */
  public record Interval(double low, double high) {
    /** 0 and above. */
    public static final Interval NONNEGATIVE = new Interval(0, Double.POSITIVE_INFINITY);

    /** Checks the order. */
    public Interval {
      if (!(low <= high) || low == Double.POSITIVE_INFINITY || high == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException("bounds: low " + low + " is above high " + high);
      }
    }
  }

  /** Copies the map. */
  public Bounds {
    of = Map.copyOf(Argument.notNull(of, "of"));
  }

  /** Weights of 0 and above. */
  public static Bounds nonnegative(List<String> names) {
    Map<String, Interval> all = new LinkedHashMap<>();
    names.forEach(name -> all.put(name, Interval.NONNEGATIVE));
    return new Bounds(all);
  }

  /**
   * These and those of others.
   *
   * @throws IllegalArgumentException if both have a name
   */
  public Bounds and(Bounds others) {
    Map<String, Interval> all = new LinkedHashMap<>(of);
    others.of.forEach(
        (name, interval) -> {
          if (all.put(name, interval) != null) {
            throw new IllegalArgumentException("bounds: " + name + " is bounded twice");
          }
        });
    return new Bounds(all);
  }

  /** Whether there are any. */
  public boolean present() {
    return !of.isEmpty();
  }

  /**
   * The interval of each feature that has one, by its place.
   *
   * @throws DataException if a name is neither a feature nor a column that becomes some
   */
  private Map<Integer, Interval> byFeature(
      List<String> features, Optional<Preparation> preparation) {
    Map<Integer, Interval> intervals = new TreeMap<>();
    of.forEach(
        (name, interval) -> {
          for (String feature : features(name, features, preparation)) {
            if (intervals.put(features.indexOf(feature), interval) != null) {
              throw new DataException("bounds: " + feature + " is bounded twice");
            }
          }
        });
    return intervals;
  }

  private static List<String> features(
      String name, List<String> features, Optional<Preparation> preparation) {
    if (features.contains(name)) {
      return List.of(name);
    }
    for (Encoding encoding : preparation.map(Preparation::encodings).orElse(List.of())) {
      if (encoding.column().equals(name)) {
        if (encoding.features().isEmpty()) {
          throw new DataException("bounds: column " + name + " is " + encoding.description());
        }
        return encoding instanceof Encoding.Category category
            ? category.features().subList(0, category.levels().size() + (category.other() ? 1 : 0))
            : encoding instanceof Encoding.Words
                ? encoding.features()
                : encoding.features().subList(0, 1);
      }
    }
    if (name.equals(Coefficient.BIAS)) {
      throw new DataException("bounds: the bias has none; name columns or features");
    }
    throw new DataException(
        "bounds: no column or feature named "
            + name
            + Spelling.closest(name, features).map(c -> " (did you mean " + c + "?)").orElse("")
            + "; the features are: "
            + Spelling.list(features));
  }

  /**
   * The same in the units of the solver, rounded to float32 inwards, so that no parameter of
   * float32 is beyond them.
   *
   * @param penalty that they are added to
   */
  L1 within(L1 penalty, Dataset data) {
    if (!present()) {
      return penalty;
    }
    int n = data.features();
    double[] low = new double[n + 1];
    double[] high = new double[n + 1];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    byFeature(data.featureNames(), data.preparation())
        .forEach(
            (j, interval) -> {
              String feature = data.featureNames().get(j);
              if (data.baseMargin().equals(OptionalInt.of(j))) {
                throw new DataException("bounds: " + feature + " is the offset, whose weight is 1");
              }
              double unit = unit(data, j);
              if (unit == 0 && !(interval.low() <= 0 && interval.high() >= 0)) {
                throw new DataException(
                    "bounds: "
                        + feature
                        + " has one value, so its weight is 0, and that is beyond");
              }
              if (unit > 0) {
                low[j] = up(interval.low() * unit);
                high[j] = down(interval.high() * unit);
                checkRange(feature, interval.low(), low[j]);
                checkRange(feature, interval.high(), high[j]);
                if (low[j] > high[j]) {
                  low[j] = (float) (interval.low() * unit);
                  high[j] = low[j];
                }
              }
            });
    return penalty.within(low, high);
  }

  private static void checkRange(String feature, double bound, double solver) {
    if (Double.isFinite(bound) && Double.isInfinite(solver)) {
      throw new DataException(
          "bounds: " + feature + ": " + bound + " is beyond the range of float32 in training");
    }
  }

  /** What a weight for a raw feature is multiplied by on its way to the solver. */
  private static double unit(Dataset data, int j) {
    double unit = data.offsets().map(offsets -> offsets.units()[j]).orElse(1.0);
    return unit * data.standardization().map(scale -> scale.deviations()[j]).orElse(1.0);
  }

  private static double up(double value) {
    float near = (float) value;
    return near < value ? Math.nextUp(near) : near;
  }

  private static double down(double value) {
    float near = (float) value;
    return near > value ? Math.nextDown(near) : near;
  }

  /**
   * Makes weights that the solver left at a bound that bound, which rounding moved, in place.
   *
   * @param solved parameters in the units of the solver
   * @param solver what {@link #within} gave
   * @param raw weights for raw features
   */
  void restore(double[] solved, L1 solver, double[] raw, Dataset data) {
    byFeature(data.featureNames(), data.preparation())
        .forEach(
            (j, interval) -> {
              if (unit(data, j) > 0) {
                double low = solver.low()[j];
                double near =
                    solved[j] == low
                        ? interval.low()
                        : solved[j] == solver.high()[j] ? interval.high() : raw[j];
                raw[j] = Math.min(Math.max(near, interval.low()), interval.high());
              }
            });
  }

  /** The features of a model whose weights are at a bound, in their order. */
  public List<String> reached(LogisticModel model) {
    return byFeature(model.features(), model.preparation()).entrySet().stream()
        .filter(
            one -> {
              double weight = model.weights()[one.getKey()];
              return weight <= one.getValue().low() || weight >= one.getValue().high();
            })
        .map(one -> model.features().get(one.getKey()))
        .toList();
  }
}
