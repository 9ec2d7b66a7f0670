package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.DeviceException;
import io.downhill.device.LyingDevice;
import io.downhill.device.LyingDevice.Content;
import io.downhill.device.LyingDevice.Lie;
import io.downhill.device.LyingDevice.Pass;
import io.downhill.optim.Monitor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that lies about the passes of K classes is found before and after the run. */
class ManyClassesProofTest {
  private static Dataset data(int m) {
    SplittableRandom random = new SplittableRandom(m);
    float[][] x = new float[m][4];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 1) * (j + 1);
      }
      y[i] = (int) Math.max(0, Math.min(2, x[i][0] + random.nextInt(3) - 1));
    }
    return Dataset.of(x, y, new Classes(List.of("a", "b", "c")));
  }

  private static LogisticRegression trainer(String solver) {
    return new LogisticRegression(
        TrainingOptions.builder().solver(solver).iterations(30).threads(2).l2(0.01).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov", "gd"})
  void anHonestDeviceGivesTheModelOfJava(String solver) {
    Lie never = new Lie(Pass.GRADIENT, Content.ZEROS, Integer.MAX_VALUE);
    Training proven = trainer(solver).fit(data(20_000), Monitor.NONE, () -> new LyingDevice(never));
    Training java = trainer(solver).fit(data(20_000), Monitor.NONE, () -> Devices.open("cpu", 2));
    assertTrue(proven.report().provenRows() > 4000);
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(
          java.model().parameters().weights()[k], proven.model().parameters().weights()[k]);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pass.class,
      names = {"GRADIENT", "MARGINS", "PRODUCT", "LINE", "COEFFICIENTS", "GRAM"})
  void aLieIsFoundFromTheStartAndFromTheMidstOn(Pass pass) {
    for (Content content : Content.values()) {
      if (pass == Pass.COEFFICIENTS && content == Content.ONE_BIT) {
        continue; // The first is that of a class with itself, which nobody reads.
      }
      LyingDevice honest = new LyingDevice(new Lie(pass, content, Integer.MAX_VALUE));
      trainer("newton").fit(data(20_000), Monitor.NONE, () -> honest);
      for (int from : new int[] {0, honest.calls(pass) / 2}) {
        Lie lie = new Lie(pass, content, from);
        DeviceException e =
            assertThrows(
                DeviceException.class,
                () -> trainer("newton").fit(data(20_000), Monitor.NONE, () -> new LyingDevice(lie)),
                lie::toString);
        assertEquals(-1, e.getMessage().indexOf('\n'));
      }
    }
  }
}
