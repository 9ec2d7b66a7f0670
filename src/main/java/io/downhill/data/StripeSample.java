package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sample of examples: whole blocks of 1024 that are made of stripes of 32 consecutive examples.
 * The examples are cut into as many equal parts as stripes are taken, and a hash of the part's
 * index says where in it the stripe lies. So sorted files are sampled evenly, and periodic ones do
 * not fall into step.
 *
 * @param places the first example of each stripe, ascending; not to be changed
 */
public record StripeSample(int[] places) {
  /** About so many of m examples; empty where that are all of them. */
  public static Optional<StripeSample> of(int m, int rows) {
    int blocks = Math.max(1, rows / Tree.BLOCK);
    if (m <= (long) blocks * Tree.BLOCK) {
      return Optional.empty();
    }
    int stripes = blocks * Tree.RADIX;
    int[] places = new int[stripes];
    Arrays.setAll(places, k -> place(m, stripes, k));
    return Optional.of(new StripeSample(places));
  }

  /** The first example of stripe k. */
  private static int place(int m, int stripes, int k) {
    int all = (m + Tree.STRIPE - 1) / Tree.STRIPE;
    long first = (long) k * all / stripes;
    long end = (k + 1L) * all / stripes;
    long stripe = first + Long.remainderUnsigned(mixed(k), end - first);
    // The last stripe of the data may be cut short: then it ends with them.
    return (int) Math.min(stripe * Tree.STRIPE, m - Tree.STRIPE);
  }

  /** The bits of a number, mixed (the finaliser of SplittableRandom, Stafford's variant 13). */
  public static long mixed(long k) {
    long z = (k + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** How many examples. */
  public int examples() {
    return places.length * Tree.STRIPE;
  }

  /** Their values in a vector over all examples; null for null. */
  float[] of(float[] all) {
    if (all == null) {
      return null;
    }
    float[] taken = new float[examples()];
    for (int k = 0; k < places.length; k++) {
      System.arraycopy(all, places[k], taken, k * Tree.STRIPE, Tree.STRIPE);
    }
    return taken;
  }
}
