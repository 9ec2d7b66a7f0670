package io.downhill;

import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import io.downhill.optim.Newton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the features of one model are among those of another.
 *
 * @param aIsSmaller whether A's are among B's; else B's are among A's, unless there is a reason
 * @param reason why there is no likelihood-ratio test of the two; empty if there may be one
 */
record Nesting(boolean aIsSmaller, String reason) {
  static Nesting of(LogisticModel a, LogisticModel b) {
    Set<String> featuresA = new HashSet<>(a.features());
    Set<String> featuresB = new HashSet<>(b.features());
    boolean same = featuresA.equals(featuresB) && margin(a).equals(margin(b));
    if (same) {
      return none("both have the same features");
    }
    // An offset is a feature whose weight is held: a model that learns it has one parameter more.
    boolean smaller = featuresB.containsAll(featuresA) && holds(a, b);
    if (!smaller && !(featuresA.containsAll(featuresB) && holds(b, a))) {
      return none(
          margin(a).equals(margin(b))
              ? "neither has all features of the other"
              : "they do not have the same offset");
    }
    if (a.features().size() > Newton.DENSE || b.features().size() > Newton.DENSE) {
      return none("it takes the Hessian, and there are more than " + Newton.DENSE + " features");
    }
    LogisticModel small = smaller ? a : b;
    LogisticModel large = smaller ? b : a;
    Optional<String> other = otherwise(small.preparationOrPlain(), large.preparationOrPlain());
    if (other.isPresent()) {
      return none(
          "column "
              + other.get()
              + " becomes features in other ways, or another mean fills its gaps");
    }
    return small.bias() != 0 && large.bias() == 0
        ? none("the one with more features has no bias")
        : new Nesting(smaller, "");
  }

  /** Whether the small one's offset is that of the large one, or a feature that it learns. */
  private static boolean holds(LogisticModel small, LogisticModel large) {
    return margin(large).isEmpty() || margin(large).equals(margin(small));
  }

  private static Optional<String> margin(LogisticModel model) {
    return model.preparation().flatMap(Preparation::baseMargin);
  }

  private static Nesting none(String reason) {
    return new Nesting(false, reason);
  }

  /** The first column of which the small one makes features that the large one makes otherwise. */
  private static Optional<String> otherwise(Preparation small, Preparation large) {
    List<Encoding> known = large.used();
    return small.used().stream()
        .filter(encoding -> !known.contains(encoding))
        .map(Encoding::column)
        .findFirst();
  }
}
