package io.downhill.data;

/**
 * What is known of the examples besides their features.
 *
 * @param classes what the labels stand for; null where nobody said
 * @param labels y, length m, each from 0 to K - 1; null for none
 * @param weights c, length m, each finite and 0 or more; null if all are 1
 * @param clusters which examples are not independent of each other; null if all are
 */
record Annotation(Classes classes, float[] labels, float[] weights, Clusters clusters) {
  /** The same with other weights. */
  Annotation weighted(float[] c) {
    return new Annotation(classes, labels, c, clusters);
  }

  /** The same in clusters. */
  Annotation clustered(Clusters value) {
    return new Annotation(classes, labels, weights, value);
  }

  /** That of a sample, which has no clusters: it steers a run, no standard error comes of it. */
  Annotation of(StripeSample sample) {
    return new Annotation(classes, sample.of(labels), sample.of(weights), null);
  }

  /** That of some examples, in this order. */
  Annotation of(int[] which) {
    return new Annotation(
        classes,
        of(which, labels),
        of(which, weights),
        clusters == null ? null : clusters.among(which));
  }

  private static float[] of(int[] which, float[] all) {
    if (all == null) {
      return null;
    }
    float[] taken = new float[which.length];
    for (int k = 0; k < taken.length; k++) {
      taken[k] = all[which[k]];
    }
    return taken;
  }

  /** The same among other classes; what is of none of them has the weight 0. */
  Annotation among(Classes others, int m) {
    if (others.equals(classes)) {
      return this;
    }
    if (classes == null || labels == null) {
      throw new IllegalStateException("the data set has no classes");
    }
    int[] places = classes.names().stream().mapToInt(others.names()::indexOf).toArray();
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      int place = places[(int) labels[i]];
      y[i] = Math.max(0, place);
      c[i] = place < 0 ? 0 : weights == null ? 1 : weights[i];
    }
    return new Annotation(others, y, c, clusters);
  }

  /** K; 2 where nobody said. */
  int classCount() {
    return classes == null ? 2 : classes.count();
  }

  /** The total weight of each class, of m examples, length K. */
  double[] classTotals(int m) {
    return ClassTotals.of(labels, weights, m, classCount()).values();
  }

  /** The total weight of m examples. */
  double totalWeight(int m) {
    return ClassTotals.of(null, weights, m, 1).values()[0];
  }

  /** c for the class 1 of two and -c for the class 0, length m. */
  float[] signedWeights(int m) {
    if (classCount() != 2) {
      throw new IllegalStateException(
          "there are " + classCount() + " classes: a sign tells only two apart");
    }
    float[] signed = new float[m];
    for (int i = 0; i < m; i++) {
      float c = weights == null ? 1f : weights[i];
      signed[i] = labels[i] > 0 ? c : -c;
    }
    return signed;
  }

  /**
   * Checks that it is about m examples, and that labels and weights can be such.
   *
   * @throws IllegalArgumentException that names the row
   */
  void check(int m) {
    if (labels != null && labels.length != m) {
      throw new IllegalArgumentException("examples: " + m + ", but labels: " + labels.length);
    }
    if (clusters != null && clusters.places().length != m) {
      throw new IllegalArgumentException(
          "examples: " + m + ", but clusters: " + clusters.places().length);
    }
    if (weights != null && weights.length != m) {
      throw new IllegalArgumentException("examples: " + m + ", but weights: " + weights.length);
    }
    int most = classCount() - 1;
    for (int i = 0; labels != null && i < m; i++) {
      if (!(labels[i] >= 0 && labels[i] <= most && labels[i] == (int) labels[i])) {
        throw new IllegalArgumentException(
            "row "
                + (i + 1)
                + ": label "
                + labels[i]
                + ", must be a whole number from 0 to "
                + most);
      }
    }
    for (int i = 0; weights != null && i < m; i++) {
      if (!(weights[i] >= 0) || !Float.isFinite(weights[i])) {
        throw new IllegalArgumentException(
            "row " + (i + 1) + ": weight " + weights[i] + ", must be a finite number, 0 or more");
      }
    }
  }
}
