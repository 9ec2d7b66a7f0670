package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.DenseRow;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.Scale;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowEncoderTest {
  private static final Gaps GAPS = new Gaps(CellText.GAPS);

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, ''",
    "2, 2.0 is not a truth value",
    "-1, -1.0 is not a truth value",
    "0.5, 0.5 is not a truth value"
  })
  void truthValueIsZeroOrOne(double value, String trouble) {
    float[] x = new float[1];
    RowEncoder encoder =
        RowEncoder.of(new Encoding.Numeric("x", Scale.TRUTH, 0.25, false), Missing.IMPUTE, GAPS);
    assertEquals(trouble, encoder.encode(value, new DenseRow().to(x, 0), 0));
    assertEquals(trouble.isEmpty() ? (float) value : 0, x[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100})
  void spellingsThatAreNotRememberedAreEncodedAlike(int most) {
    Encoding.Category category =
        new Encoding.Category("x", "a", List.of("b", "c"), true, Encoding.Category.Gap.LEVEL);
    RowEncoder encoder = new RowEncoder.OfCategory(category, Missing.IMPUTE, GAPS, most);
    List<String> cells = List.of("a", " a", "b", "b ", "c", "rare", "NA", "");
    float[][] expected = {
      {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0},
      {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0, 0, 0, 1}
    };
    Random random = new Random(1);
    int rare = 0;
    for (int row = 0; row < 200; row++) {
      int k = random.nextInt(cells.size());
      rare += cells.get(k).equals("rare") ? 1 : 0;
      float[] x = new float[4];
      assertEquals("", encoder.encode(cells.get(k), new DenseRow().to(x, 0), 0));
      assertArrayEquals(expected[k], x, cells.get(k));
    }
    assertEquals(
        "x: "
            + rare
            + " cells hold levels rare or unseen in training, first 'rare', taken as other",
        encoder.warning());
  }

  @Test
  void oneCellIsToldInTheSingular() {
    RowEncoder numbers =
        RowEncoder.of(new Encoding.Numeric("x", Scale.NUMBER, 3, false), Missing.IMPUTE, GAPS);
    float[] x = new float[1];
    numbers.encode("NA", new DenseRow().to(x, 0), 0);
    assertEquals(3, x[0]);
    String once = "x: 1 gap, rare or absent in training, filled with the mean";
    assertEquals(once, numbers.warning());
    numbers.encode("", new DenseRow().to(x, 0), 0);
    assertEquals(once.replace("1 gap", "2 gaps"), numbers.warning());
  }
}
