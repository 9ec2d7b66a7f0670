package io.downhill;

import static io.downhill.SparseTwins.assertSameBits;
import static io.downhill.SparseTwins.dense;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that is held sparse has the model of the same features as dense rows, bit by bit. */
class SparseTableFitTest {
  private static final int LEVELS = 1100;

  @TempDir static Path folder;

  private static Path file;

  /**
   * Two columns of levels, and numbers: with gaps, far from 0, often 0, and a truth value. Columns
   * y and k are labels of two and of three classes.
   */
  @BeforeAll
  static void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("city,slot,age,time,depth,member,y,k\n");
    for (int i = 0; i < 3000; i++) {
      int city = i < LEVELS ? i : Math.min(random.nextInt(LEVELS), random.nextInt(LEVELS));
      int slot = random.nextInt(30);
      double age = 20 + random.nextInt(60) / 2.0;
      int depth = random.nextInt(3);
      double z = (city % 7 - 3) * 0.5 + (slot % 5 - 2) * 0.4 + (age - 35) * 0.05 + depth - 1;
      csv.append('c').append(city).append(",s").append(slot).append(',');
      csv.append(random.nextInt(20) == 0 ? "" : age).append(',');
      csv.append(1_700_000_000L + random.nextInt(1000)).append(',').append(depth).append(',');
      csv.append(random.nextInt(4) > 0).append(',');
      csv.append(random.nextDouble() < 1 / (1 + Math.exp(-z)) ? "yes" : "no").append(',');
      csv.append("abc".charAt(Math.min(2, Math.abs((int) (z + random.nextInt(2)))))).append('\n');
    }
    file = Files.writeString(folder.resolve("visits.csv"), csv);
  }

  private static Dataset train(String label) {
    String other = label.equals("y") ? "k" : "y";
    Dataset train =
        PreparedTable.learn(
                TableSource.files(file.toString()),
                PreparationOptions.label(label).exclude(other).rare(1))
            .train();
    assertTrue(train.rows().areSparse());
    return train;
  }

  private static TrainingOptions.Builder options(String solver, double l1, double l2) {
    return TrainingOptions.builder().device("cpu").solver(solver).l1(l1).l2(l2).iterations(25);
  }

  @Test
  void numbersAreCentredAndLevelsKeepTheirZero() {
    Dataset data = train("y");
    Standardization scale = LogisticRegression.scale(options("lbfgs", 0, 0).build(), data);
    for (int j = 0; j < data.features(); j++) {
      String name = data.featureNames().get(j);
      boolean number = !name.contains("=") && !name.contains("(");
      assertEquals(number, scale.means()[j] != 0, name);
    }
    Dataset scaled = data.standardized(scale);
    assertTrue(scaled.rows().areSparse());
    Dataset other = dense(data).standardized(scale);
    for (int i = 0; i < data.examples(); i += 97) {
      for (int j = 0; j < data.features(); j++) {
        assertEquals(other.x(i, j), scaled.x(i, j), "row " + i + ", feature " + j);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lbfgs, y, 0, 0.001, raw",
    "lbfgs, y, 0.002, 0.001, standardized",
    "lbfgs, k, 0, 0.001, standardized",
    "gd, y, 0, 0.01, standardized",
    "newton, y, 0, 0.001, standardized",
    "nesterov, k, 0.001, 0, standardized"
  })
  void bitsAreThoseOfDenseRows(String solver, String label, double l1, double l2, String weights) {
    Dataset sparse = train(label);
    TrainingOptions.Builder options =
        options(solver, l1, l2)
            .penalize(
                weights.equals("raw")
                    ? TrainingOptions.Penalize.RAW
                    : TrainingOptions.Penalize.STANDARDIZED);
    Standardization scale = LogisticRegression.scale(options.build(), sparse);
    Training expected =
        new LogisticRegression(options.threads(1).build()).fit(dense(sparse).standardized(scale));
    for (int threads : new int[] {1, 2, 7}) {
      assertSameBits(
          expected, new LogisticRegression(options.threads(threads).build()).fit(sparse));
    }
  }

  @Test
  void bitsAreThoseOfOpenCl() {
    Optional<String> trouble = Devices.openClTrouble();
    if (trouble.isPresent() && !"opencl".equals(System.getProperty("require.device"))) {
      abort("SKIPPED, OpenCL is not tested here: " + trouble.get());
    }
    for (String label : new String[] {"y", "k"}) {
      Dataset sparse = train(label);
      TrainingOptions.Builder options = options("lbfgs", 0, 0.001);
      assertSameBits(
          new LogisticRegression(options.build()).fit(sparse),
          new LogisticRegression(options.device("opencl").build()).fit(sparse));
    }
  }

  @Test
  void optimumIsThatOfCentredDenseRows() {
    Dataset sparse = train("y");
    TrainingOptions options =
        options("lbfgs", 0, 0.01).penalize(TrainingOptions.Penalize.RAW).iterations(500).build();
    Training own = new LogisticRegression(options).fit(sparse);
    Training centred = new LogisticRegression(options).fit(dense(sparse));
    assertEquals(centred.report().cost(), own.report().cost(), 1e-6);
    assertEquals(centred.model().bias(), own.model().bias(), 1e-3);
    assertArrayEquals(centred.model().weights(), own.model().weights(), 1e-3);
  }

  @Test
  void withoutBiasNothingIsCentred() {
    Dataset sparse = train("y");
    TrainingOptions options = options("lbfgs", 0, 0.001).intercept(false).build();
    assertFalse(LogisticRegression.scale(options, sparse).centred());
    Training own = new LogisticRegression(options).fit(sparse);
    assertEquals(0, own.model().bias());
    Dataset plain = dense(sparse).withoutOffsets();
    assertSameBits(
        new LogisticRegression(options)
            .fit(plain.standardized(LogisticRegression.scale(options, sparse.withoutOffsets()))),
        own);
  }
}
