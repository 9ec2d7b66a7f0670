package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.optim.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of a fit whatever its options are together: options and rows by chance. */
class CombinationsTest {
  /** J is told with the rounding of float32 losses, each of some 1e-7 of itself. */
  private static final double TOLD = 2e-6;

  @TempDir Path folder;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Rows of one problem, with the weight of each. */
  private record Rows(List<float[]> x, List<Integer> y, List<Integer> weights) {
    static Rows of(SplittableRandom random) {
      Rows rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      int m = 20 + random.nextInt(60);
      int n = 1 + random.nextInt(4);
      for (int i = 0; i < m; i++) {
        float[] row = new float[n];
        double z = 2 * random.nextDouble() - 1;
        for (int j = 0; j < n; j++) {
          row[j] = (float) (random.nextDouble() * 4 - 1);
          z += row[j] - 1;
        }
        rows.add(row, i < 2 ? i : z > 0 ? 1 : 0, 1 + random.nextInt(3));
      }
      return rows;
    }

    private void add(float[] row, int label, int weight) {
      x.add(row);
      y.add(label);
      weights.add(weight);
    }

    Rows repeated() {
      Rows all = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int i = 0; i < y.size(); i++) {
        for (int k = 0; k < weights.get(i); k++) {
          all.add(x.get(i), y.get(i), 1);
        }
      }
      return all;
    }

    Rows mirrored() {
      return new Rows(x, y.stream().map(label -> 1 - label).toList(), weights);
    }

    /** Each column in a unit that is 2^k of the old one, which rounds nothing. */
    Rows scaled(int k) {
      return new Rows(x.stream().map(row -> scaled(row, k)).toList(), y, weights);
    }

    private static float[] scaled(float[] row, int k) {
      float[] scaled = row.clone();
      for (int j = 0; j < row.length; j++) {
        scaled[j] = Math.scalb(row[j], k);
      }
      return scaled;
    }

    /** A data set of its own, since a fit standardises in place. */
    Dataset data() {
      float[] c = new float[y.size()];
      for (int i = 0; i < c.length; i++) {
        c[i] = weights.get(i);
      }
      int[] labels = y.stream().mapToInt(Integer::intValue).toArray();
      return Dataset.of(x.toArray(float[][]::new), labels).weighted(c);
    }
  }

  private static TrainingOptions.Builder options(SplittableRandom random) {
    String solver = TrainingOptions.SOLVERS.get(random.nextInt(TrainingOptions.SOLVERS.size()));
    boolean l1 = !solver.equals("gd") && random.nextBoolean();
    return TrainingOptions.builder()
        .device("cpu")
        .threads(1)
        .solver(solver)
        .iterations(3000)
        .tolerance(1e-5)
        .l1(l1 ? 0.01 : 0)
        .l2(random.nextBoolean() ? 0.03 : 0.3)
        .classWeight(random.nextBoolean() ? ClassWeight.BALANCED : ClassWeight.NONE)
        .intercept(random.nextBoolean())
        .standardize(random.nextInt(4) > 0);
  }

  private static Training fit(Rows rows, TrainingOptions options) {
    return fit(rows, options, () -> Devices.open("cpu", 1));
  }

  private static Training fit(Rows rows, TrainingOptions options, Supplier<Device> device) {
    return new LogisticRegression(options).fit(rows.data(), Monitor.NONE, device);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatSaysTheSameHasTheSameOptimum(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Rows rows = Rows.of(random);
    TrainingOptions options = options(random).build();
    String where = "seed " + seed + ", " + options;
    Training fit = fit(rows, options);
    double cost = fit.report().cost();
    Training copies = fit(rows.repeated(), options);
    assertEquals(cost, copies.report().cost(), TOLD * cost, "repeated: " + where);
    Training mirror = fit(rows.mirrored(), options);
    assertEquals(cost, mirror.report().cost(), TOLD * cost, "mirrored: " + where);
    for (int j = 0; j < fit.model().weights().length; j++) {
      double w = fit.model().weights()[j];
      // By the penalty, J is at least l2/2 d^2 over its least: d is the root of what is told of J.
      double near = 0.01 * (1 + Math.abs(w));
      assertEquals(w, copies.model().weights()[j], near, "repeated: " + where);
      assertEquals(w, -mirror.model().weights()[j], near, "mirrored: " + where);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bitsAreThoseOfTheDefinitionOfOtherUnitsAndOfTheFile(int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Rows rows = Rows.of(random);
    TrainingOptions options = options(random).iterations(30).build();
    String where = "seed " + seed + ", " + options;
    LogisticModel model = fit(rows, options).model();
    LogisticModel defined = fit(rows, options, Devices::definition).model();
    assertArrayEquals(model.weights(), defined.weights(), where);
    assertEquals(model.bias(), defined.bias(), where);
    if (options.standardize()) {
      int k = random.nextInt(9) - 4;
      LogisticModel scaled = fit(rows.scaled(k), options).model();
      assertEquals(model.bias(), scaled.bias(), "units of 2^" + k + ": " + where);
      for (int j = 0; j < model.weights().length; j++) {
        double w = Math.scalb(scaled.weights()[j], k);
        assertEquals(model.weights()[j], w, "units of 2^" + k + ": " + where);
      }
    }
    Path first = folder.resolve("first.json");
    Path second = folder.resolve("second.json");
    model.save(first);
    LogisticModel loaded = LogisticModel.load(first);
    loaded.save(second);
    assertEquals(Files.readString(first), Files.readString(second), where);
    assertArrayEquals(model.probabilities(rows.data()), loaded.probabilities(rows.data()), where);
  }
}
