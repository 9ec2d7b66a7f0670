package io.downhill.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightImageTest {
  private static final int SIDE = 8;
  private static final int PIXELS = SIDE * SIDE;

  /** A model of so many columns, of which the first is left out; the weight of column k is k. */
  private static LogisticModel model(int columns, IntFunction<String> name) {
    List<Encoding> encodings = new ArrayList<>();
    encodings.add(new Encoding.LeftOut(name.apply(0), "one value"));
    for (int k = 1; k < columns; k++) {
      encodings.add(new Encoding.Numeric(name.apply(k), Scale.NUMBER, 0, false));
    }
    Preparation preparation = new Preparation("digit", encodings, Missing.ERROR, List.of());
    return new LogisticModel(
        preparation.features(),
        IntStream.range(1, columns).mapToDouble(k -> k).toArray(),
        0,
        new Classes("3", "8"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(preparation),
        0.5);
  }

  private static void assertPicture(IntFunction<String> name) {
    Map<String, Object> picture = WeightImage.of(model(PIXELS, name)).orElseThrow();
    assertEquals(SIDE, picture.get("side"));
    Double[] pixels = (Double[]) picture.get("weights");
    assertEquals(null, pixels[0], "the pixel that was left out");
    for (int k = 1; k < PIXELS; k++) {
      assertEquals(k, pixels[k]);
    }
  }

  @Test
  void pixelsAreKnownByTheirNames() {
    assertPicture(k -> "pixel" + k);
    assertPicture(k -> "pixel_" + (k + 1));
    assertPicture(k -> "column" + k);
    assertPicture(k -> (k / SIDE + 1) + "x" + (k % SIDE + 1));
    assertPicture(k -> "p" + k / SIDE + "_" + k % SIDE);
  }

  @Test
  void otherColumnsAreNoPicture() {
    assertTrue(WeightImage.of(model(PIXELS - 1, k -> "pixel" + k)).isEmpty(), "no square");
    assertTrue(WeightImage.of(model(16, k -> "pixel" + k)).isEmpty(), "a small square");
    assertTrue(
        WeightImage.of(model(PIXELS, k -> k == 5 ? "age" : "pixel" + k)).isEmpty(), "a name");
    assertTrue(WeightImage.of(model(PIXELS, k -> k == 5 ? "q5" : "pixel" + k)).isEmpty(), "words");
    assertTrue(WeightImage.of(model(PIXELS, k -> "pixel" + (k + 7))).isEmpty(), "places");
    assertTrue(WeightImage.of(model(PIXELS, k -> "pixel" + 2 * k)).isEmpty(), "gaps");
  }
}
