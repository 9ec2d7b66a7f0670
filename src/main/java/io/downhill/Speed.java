package io.downhill;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How fast a device was in earlier runs, as far as they measured it.
 *
 * @param start seconds until it can compute
 * @param upload bytes of X a second on the way to it
 * @param passes bytes of X a second while training, or in passes alone
 */
public record Speed(OptionalDouble start, OptionalDouble upload, Map<Place, Double> passes) {
  /** Nothing was measured. */
  static final Speed UNKNOWN = new Speed(OptionalDouble.empty(), OptionalDouble.empty(), Map.of());

  /** From so many bytes of X on, rates are those of the memory and not of caches and launches. */
  static final long LEAST_BYTES = 1 << 28;

  /** Rates serve for this many times the features that they were measured with, or a part. */
  private static final int REACH = 4;

  /** What most passes compute; both read X, and the second takes n times the arithmetic. */
  public enum Kind {
    /** The gradient, or a product with the Hessian. */
    GRADIENT,
    /** The Hessian itself, by Newton's method. */
    HESSIAN
  }

  /**
   * What a rate of passes is for.
   *
   * @param kind of passes
   * @param features a power of 2: n without its lower bits
   */
  public record Place(Kind kind, int features) implements Comparable<Place> {
    static Place of(Kind kind, int features) {
      return new Place(kind, Integer.highestOneBit(features));
    }

    @Override
    public int compareTo(Place other) {
      int kinds = kind.compareTo(other.kind);
      return kinds == 0 ? Integer.compare(features, other.features) : kinds;
    }
  }

  /** A start alone. */
  static Speed ofStart(double seconds) {
    return new Speed(OptionalDouble.of(seconds), OptionalDouble.empty(), Map.of());
  }

  /** An upload alone; little data tell nothing. */
  static Speed ofUpload(long bytes, double seconds) {
    return bytes < LEAST_BYTES || !(seconds > 0)
        ? UNKNOWN
        : new Speed(OptionalDouble.empty(), OptionalDouble.of(bytes / seconds), Map.of());
  }

  /**
   * Passes alone; over little data they tell nothing.
   *
   * @param reads of X, all together
   * @param seconds that they took
   */
  static Speed ofPasses(Work work, double reads, double seconds) {
    double rate = work.bytes() * reads / seconds;
    return work.bytes() < LEAST_BYTES || !(rate > 0) || Double.isInfinite(rate)
        ? UNKNOWN
        : new Speed(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Map.of(Place.of(work.kind(), work.features()), rate));
  }

  /** The rate that was measured with the most similar number of features; empty if none was. */
  OptionalDouble passes(Kind kind, int features) {
    int wanted = Place.of(kind, features).features();
    double nearest = Double.POSITIVE_INFINITY;
    OptionalDouble rate = OptionalDouble.empty();
    for (Map.Entry<Place, Double> entry : new TreeMap<>(passes).entrySet()) {
      double times = (double) entry.getKey().features() / wanted;
      double away = Math.max(times, 1 / times);
      if (entry.getKey().kind() == kind && away <= REACH && away < nearest) {
        nearest = away;
        rate = OptionalDouble.of(entry.getValue());
      }
    }
    return rate;
  }

  /** The better of both in each: other programs can only have slowed a run down. */
  Speed better(Speed other) {
    Map<Place, Double> both = new TreeMap<>(passes);
    other.passes.forEach((place, rate) -> both.merge(place, rate, Math::max));
    return new Speed(
        start.isEmpty() || other.start.isEmpty()
            ? either(start, other.start)
            : OptionalDouble.of(Math.min(start.getAsDouble(), other.start.getAsDouble())),
        upload.isEmpty() || other.upload.isEmpty()
            ? either(upload, other.upload)
            : OptionalDouble.of(Math.max(upload.getAsDouble(), other.upload.getAsDouble())),
        both);
  }

  private static OptionalDouble either(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() ? one : other;
  }
}
