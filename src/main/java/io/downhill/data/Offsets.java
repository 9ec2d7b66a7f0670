package io.downhill.data;

import io.downhill.data.cell.Digits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From where on and in which unit features are stored as float32: of x it is (x - offset) / unit,
 * rounded once, so that a column such as seconds since 1970 keeps its digits. Nearly every column
 * has the offset 0 and the unit 1.
 *
 * @param offsets length n, in raw units; not copied
 * @param units length n, powers of two, in raw units; not copied
 */
public record Offsets(double[] offsets, double[] units) {
  /** Checks that the lengths agree. */
  public Offsets {
    if (offsets.length != units.length) {
      throw new IllegalArgumentException(
          "offsets: " + offsets.length + " values, units: " + units.length);
    }
  }

  /** Numbers as they are. */
  public static Offsets none(int features) {
    double[] units = new double[features];
    Arrays.fill(units, 1);
    return new Offsets(new double[features], units);
  }

  /** Those of the features of these columns; empty where all are numbers as they are. */
  static Optional<Offsets> of(List<Encoding> encodings) {
    boolean shifted = false;
    int n = 0;
    for (Encoding encoding : encodings) {
      shifted |= encoding instanceof Encoding.Numeric numeric && numeric.isShifted();
    }
    if (!shifted) {
      return Optional.empty();
    }
    for (Encoding encoding : encodings) {
      n += encoding.features().size();
    }
    Offsets all = none(n);
    int at = 0;
    for (Encoding encoding : encodings) {
      if (encoding instanceof Encoding.Numeric numeric) {
        all.offsets[at] = numeric.offset();
        all.units[at] = numeric.unit();
      }
      at += encoding.features().size();
    }
    return Optional.of(all);
  }

  /** Whether the zero of some feature is not stored as 0. */
  public boolean moveZero() {
    return Arrays.stream(offsets).anyMatch(offset -> offset != 0);
  }

  /** The number of features. */
  public int features() {
    return offsets.length;
  }

  /** What is stored of a number x of feature j. */
  public float stored(int j, double x) {
    return Digits.rounded(x, offsets[j], units[j]);
  }

  /** The number x of which this is stored for feature j. */
  public double raw(int j, double stored) {
    return offsets[j] + units[j] * stored;
  }

  /** A scale of the stored numbers as one of the raw ones. */
  public Standardization toRaw(Standardization stored) {
    double[] means = new double[offsets.length];
    double[] deviations = new double[offsets.length];
    for (int j = 0; j < offsets.length; j++) {
      means[j] = raw(j, stored.means()[j]);
      deviations[j] = units[j] * stored.deviations()[j];
    }
    return new Standardization(means, deviations);
  }

  /** The reverse of {@link #toRaw(Standardization)}: a scale of the raw numbers as a stored one. */
  public Standardization fromRaw(Standardization raw) {
    double[] means = new double[offsets.length];
    double[] deviations = new double[offsets.length];
    for (int j = 0; j < offsets.length; j++) {
      means[j] = (raw.means()[j] - offsets[j]) / units[j];
      deviations[j] = raw.deviations()[j] / units[j];
    }
    return new Standardization(means, deviations);
  }

  /**
   * The weights for x - offset that give the margins which w gives for stored numbers.
   *
   * @param w length n + 1, bias last
   */
  public double[] toRaw(double[] w) {
    double[] raw = w.clone();
    for (int j = 0; j < offsets.length; j++) {
      raw[j] = w[j] / units[j];
    }
    return raw;
  }

  /**
   * The weights for stored numbers that give the margins which raw ones give for x - offset, the
   * offsets being those of a model, which may be others than these.
   *
   * @param raw length n + 1, bias last
   * @param model the offsets of the model; empty if all are 0
   */
  public double[] fromRaw(double[] raw, Optional<Offsets> model) {
    double[] w = raw.clone();
    for (int j = 0; j < offsets.length; j++) {
      double from = model.isPresent() ? model.get().offsets[j] : 0;
      w[j] = raw[j] * units[j];
      w[offsets.length] += raw[j] * (offsets[j] - from);
    }
    return w;
  }

  @Override
  public String toString() {
    return "Offsets[offsets="
        + Arrays.toString(offsets)
        + ", units="
        + Arrays.toString(units)
        + "]";
  }

  /**
   * Features that have these offsets, stored from others on.
   *
   * @param names of the features
   * @return throws a DataException where a number is then beyond the range of float32
   */
  Rows.Change change(Offsets target, List<String> names) {
    int n = features();
    return new Rows.Change() {
      @Override
      public void apply(float[] x, int place, int rows) {
        for (int p = 0; p < rows * n; p++) {
          x[place + p] = moved(target, names, p % n, x[place + p]);
        }
      }

      @Override
      public float[] ofValues(int examples, int[] columns, float[] values) {
        boolean[] moved = new boolean[n];
        for (int j = 0; j < n; j++) {
          moved[j] = offsets[j] != target.offsets[j];
        }
        if (!CsrRows.haveAll(moved, examples, columns)) {
          return null;
        }
        float[] changed = new float[values.length];
        for (int p = 0; p < values.length; p++) {
          changed[p] = moved(target, names, columns[p], values[p]);
        }
        return changed;
      }
    };
  }

  private float moved(Offsets target, List<String> names, int j, float stored) {
    float value = target.stored(j, raw(j, stored));
    if (Float.isInfinite(value)) {
      throw new DataException(names.get(j) + ": its numbers are beyond the range of float32");
    }
    return value;
  }
}
