package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandardizationTest {
  @Test
  void meansAndDeviationsAreThoseOfTheFormula() {
    Standardization scale = Standardization.of(column(1, 2, 3, 6));
    assertEquals(3, scale.means()[0]);
    assertEquals(Math.sqrt(14 / 4.0), scale.deviations()[0]);
  }

  @Test
  void digitsOfAFeatureFarFromZeroAreKept() {
    float far = 1 << 24;
    Standardization scale = Standardization.of(column(far, far + 2, far + 4, far + 6));
    assertEquals(far + 3.0, scale.means()[0]);
    assertEquals(Math.sqrt(5), scale.deviations()[0]);
  }

  @Test
  void constantFeatureIsFoundAndBecomesZero() {
    Dataset data = Dataset.of(new float[][] {{0.1f, 1}, {0.1f, 2}, {0.1f, 4}}, new int[] {0, 1, 0});
    Standardization scale = Standardization.of(data);
    Dataset scaled = data.standardized(scale);
    assertEquals(List.of(0), scale.constants());
    for (int i = 0; i < 3; i++) {
      assertEquals(0f, scaled.x(i, 0), "row " + i);
      assertEquals(0.1f, data.x(i, 0), "row " + i + " of what it was made of");
    }
  }

  @Test
  void featureThatVariesByOneUlpIsNotConstant() {
    Standardization scale = Standardization.of(column(0.1f, Math.nextUp(0.1f)));
    assertEquals(List.of(), scale.constants());
  }

  @Test
  void severalBlocksGiveWhatOneWould() {
    int m = 3 * Dataset.rowsPerBlock(600) + 5;
    float[][] x = new float[m][600];
    double sum = 0;
    Random random = new Random(3);
    for (float[] row : x) {
      for (int j = 0; j < 600; j++) {
        row[j] = random.nextInt(1000);
      }
      sum += row[599];
    }
    Dataset data = Dataset.of(x, new int[m]);
    Standardization scale = Standardization.of(data);
    double squares = 0;
    for (float[] row : x) {
      squares += (row[599] - sum / m) * (row[599] - sum / m);
    }
    assertEquals(sum / m, scale.means()[599], 1e-12 * sum / m);
    assertEquals(Math.sqrt(squares / m), scale.deviations()[599], 1e-10);
  }

  @Test
  void standardisedDataHasMeanZeroAndDeviationOne() {
    Random random = new Random(1);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1e4 + 3 * random.nextGaussian());
    }
    Dataset data = column(values);
    Standardization after = Standardization.of(data.standardized(Standardization.of(data)));
    assertEquals(0, after.means()[0], 1e-7);
    assertEquals(1, after.deviations()[0], 1e-7);
  }

  @Test
  void rawWeightsGiveTheSameMargins() {
    Standardization scale = new Standardization(new double[] {5, -2, 1}, new double[] {2, 0.5, 0});
    double[] w = {0.7, -1.1, 0, 0.3};
    double[] raw = scale.toRaw(w);
    double[] x = {6.5, -3, 1};
    double standardised = 0.7 * (6.5 - 5) / 2 - 1.1 * (-3 + 2) / 0.5 + 0.3;
    assertEquals(standardised, raw[0] * x[0] + raw[1] * x[1] + raw[2] * x[2] + raw[3], 1e-14);
    assertArrayEquals(w, scale.fromRaw(raw), 1e-15);
  }

  @Test
  void dataIsStandardisedOnce() {
    Standardization scale = Standardization.of(column(1, 2));
    Dataset data = column(1, 2).standardized(scale);
    assertThrows(IllegalStateException.class, () -> data.standardized(scale));
  }

  private static Dataset column(float... values) {
    float[][] x = new float[values.length][];
    for (int i = 0; i < x.length; i++) {
      x[i] = new float[] {values[i]};
    }
    return Dataset.of(x, new int[x.length]);
  }
}
