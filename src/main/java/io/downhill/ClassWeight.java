package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.LabelText;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much the examples of each class count, besides weights of their own.
 *
 * @param balanced whether all classes are made to count the same in all; the factors are then not
 *     used
 * @param negative the factor of the negative class of two, finite and above 0
 * @param positive the factor of the positive class of two, finite and above 0
 * @param named the factors of classes by their names, finite; 0 leaves a class out, and those that
 *     are not named have 1. Empty where negative and positive say it
 */
public record ClassWeight(
    boolean balanced, double negative, double positive, Map<String, Double> named) {
  /** Every example counts as it is. */
  public static final ClassWeight NONE = new ClassWeight(false, 1, 1);

  /** All classes count the same in all, whatever their sizes. */
  public static final ClassWeight BALANCED = new ClassWeight(true, 1, 1);

  /** Checks the factors. */
  public ClassWeight {
    for (double factor : new double[] {negative, positive}) {
      if (!(factor > 0) || !Float.isFinite((float) factor)) {
        throw new IllegalArgumentException(
            "class-weight must be balanced or two numbers above 0, not " + factor);
      }
    }
    Map<String, Double> factors = new TreeMap<>();
    Argument.notNull(named, "named")
        .forEach(
            (name, factor) -> {
              if (!(factor >= 0) || !Float.isFinite(factor.floatValue())) {
                throw new IllegalArgumentException(
                    "class-weight of " + name + " must be a number, 0 or more, not " + factor);
              }
              factors.put(name.strip(), factor);
            });
    named = Collections.unmodifiableMap(factors);
  }

  /** Factors of two classes, or balanced. */
  public ClassWeight(boolean balanced, double negative, double positive) {
    this(balanced, negative, positive, Map.of());
  }

  /** Factors of classes by their names; 0 leaves a class out. */
  public static ClassWeight of(Map<String, Double> named) {
    return new ClassWeight(false, 1, 1, named);
  }

  /** Whether every example counts as it is. */
  boolean isNone() {
    return !balanced && negative == 1 && positive == 1 && named.isEmpty();
  }

  /**
   * The data set without the classes whose factor is 0: their examples have the weight 0, and the
   * others are examples of the classes that are left. Itself where no factor is 0.
   *
   * @throws IllegalArgumentException if a class is named that there is not, fewer than two are
   *     left, or there are two factors for more than two classes
   */
  public Dataset kept(Dataset data) {
    checkPair(data.classCount());
    if (named.isEmpty()) {
      return data;
    }
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    double[] factors = factors(classes, true);
    List<String> left =
        IntStream.range(0, factors.length)
            .filter(k -> factors[k] > 0)
            .mapToObj(classes::name)
            .toList();
    if (left.size() == factors.length) {
      return data;
    }
    if (left.size() < 2) {
      int most = factors.length - 2;
      throw new IllegalArgumentException(
          "class-weight leaves "
              + (left.isEmpty() ? "no class" : "'" + left.get(0) + "' alone")
              + ": training needs two, so "
              + (most == 0 ? "none" : "at most " + most + " of " + factors.length)
              + " may have 0");
    }
    return data.among(new Classes(left));
  }

  /**
   * The factor of each class, 1 for those that are not named.
   *
   * @param all whether each name must be that of a class
   */
  private double[] factors(Classes classes, boolean all) {
    double[] factors = new double[classes.count()];
    Arrays.fill(factors, 1);
    boolean[] seen = new boolean[factors.length];
    named.forEach(
        (name, factor) -> {
          int k = LabelText.indexOf(classes, name);
          if (k < 0 && !all) {
            return;
          }
          if (k < 0) {
            throw new IllegalArgumentException(
                "class-weight is about a class "
                    + name
                    + ", which there is not; there are "
                    + classes.names().stream().limit(5).collect(Collectors.joining(", "))
                    + (classes.count() > 5 ? ", ..." : ""));
          }
          if (seen[k]) {
            throw new IllegalArgumentException(
                "class-weight names the class " + classes.name(k) + " twice");
          }
          seen[k] = true;
          factors[k] = factor;
        });
    return factors;
  }

  /**
   * The data set with these weights; the same where they change nothing.
   *
   * @param data without the classes whose factor is 0
   */
  public Dataset apply(Dataset data) {
    if (isNone()) {
      return data;
    }
    double[] factors = factors(data);
    float[] y = data.labels();
    float[] own = data.weights();
    float[] weights = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      weights[i] = (float) (factors[(int) y[i]] * (own == null ? 1 : own[i]));
    }
    return data.weighted(weights);
  }

  private double[] factors(Dataset data) {
    int classes = data.classCount();
    if (balanced) {
      double[] totals = data.classTotals();
      double all = Arrays.stream(totals).reduce(0, Double::sum);
      return Arrays.stream(totals).map(total -> all / (classes * total)).toArray();
    }
    if (!named.isEmpty()) {
      // Those that were left out are named, but are no classes of the data any more.
      return factors(data.classes().orElse(Classes.ZERO_ONE), false);
    }
    checkPair(classes);
    return new double[] {negative, positive};
  }

  private void checkPair(int classes) {
    if (classes != 2 && (negative != 1 || positive != 1)) {
      throw new IllegalArgumentException(
          "class-weight of two numbers is for two classes, and there are "
              + classes
              + ": name them, as A=1,B=5");
    }
  }
}
