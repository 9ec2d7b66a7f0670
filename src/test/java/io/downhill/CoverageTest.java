package io.downhill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Clusters;
import io.downhill.data.Dataset;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import io.downhill.inference.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often an interval of 95 % holds the truth, over 1000 simulated sets of a fixed seed. */
class CoverageTest {
  private static final int SETS = 1000;

  /** Two weights and the bias. */
  private static final double[] TRUTH = {0.8, -0.5, 0.3};

  /** A set of rows, with the number of the cluster of each. */
  private record Drawn(float[][] x, int[] y, Integer[] cluster) {
    /**
     * So many independent draws, each then repeated up to {@code most} times: copies are one
     * cluster, and not independent.
     */
    static Drawn of(int draws, int most, SplittableRandom random) {
      int[] copies = IntStream.range(0, draws).map(i -> 1 + random.nextInt(most)).toArray();
      int m = Arrays.stream(copies).sum();
      Drawn drawn = new Drawn(new float[m][], new int[m], new Integer[m]);
      int at = 0;
      for (int i = 0; i < draws; i++) {
        float[] row = {(float) random.nextGaussian(), random.nextInt(3)};
        double z = TRUTH[0] * row[0] + TRUTH[1] * row[1] + TRUTH[2];
        int label = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
        for (int k = 0; k < copies[i]; k++, at++) {
          drawn.x[at] = row;
          drawn.y[at] = label;
          drawn.cluster[at] = i;
        }
      }
      return drawn;
    }

    Dataset rows() {
      return Dataset.of(x, y);
    }

    Dataset clusters() {
      return rows().clustered(Clusters.named("draw", Arrays.asList(cluster)));
    }
  }

  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(1);
  }

  /** The share of sets in which the interval holds the truth, for each parameter. */
  private static double[] covered(
      int draws, int most, TrainingOptions options, Function<Drawn, Dataset> rows) {
    SplittableRandom random = new SplittableRandom(2026);
    double[] covered = new double[TRUTH.length];
    for (int set = 0; set < SETS; set++) {
      Dataset data = rows.apply(Drawn.of(draws, most, random));
      Inference inference =
          new LogisticRegression(options).fit(data).report().inference().orElseThrow();
      for (int j = 0; j < TRUTH.length; j++) {
        Estimate estimate = inference.coefficients().get(j).raw();
        boolean holds = estimate.low() <= TRUTH[j] && TRUTH[j] <= estimate.high();
        covered[j] += holds ? 1.0 / SETS : 0;
      }
    }
    return covered;
  }

  private static void assertCovered(double[] covered, int parameters) {
    for (int j = 0; j < parameters; j++) {
      assertTrue(
          covered[j] >= 0.935 && covered[j] <= 0.965,
          "of 95 % intervals of each parameter so many hold: " + Arrays.toString(covered));
    }
  }

  @Test
  void waldIntervalsHoldTheTruth() {
    assertCovered(covered(300, 1, options().build(), Drawn::rows), 3);
  }

  @Test
  void robustIntervalsOfClustersHoldTheTruth() {
    assertCovered(covered(400, 4, options().build(), Drawn::clusters), 3);
  }

  /** The same rows taken as independent: a test that cannot fail would let this pass. */
  @Test
  void waldIntervalsOfClustersDoNot() {
    double[] covered = covered(400, 4, options().build(), Drawn::rows);
    assertTrue(covered[0] < 0.85, Arrays.toString(covered));
  }

  /** Class weights move the bias by log 4 and no other parameter, and are no counts of rows. */
  @Test
  void robustIntervalsUnderClassWeightsHoldTheWeights() {
    TrainingOptions weighted =
        options().classWeight(new ClassWeight(false, 1, 4)).inference(Method.ROBUST).build();
    assertCovered(covered(500, 1, weighted, Drawn::rows), 2);
  }
}
