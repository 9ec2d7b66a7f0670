package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.LyingDevice;
import io.downhill.device.LyingDevice.Content;
import io.downhill.device.LyingDevice.Lie;
import io.downhill.device.LyingDevice.Pass;
import io.downhill.optim.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No run ends with the results of a device that lies in the beginning, or from the midst on. */
class LyingDeviceTest {
  private static final Lie NEVER = new Lie(Pass.GRADIENT, Content.ZEROS, Integer.MAX_VALUE);

  private static final Supplier<Device> JAVA = () -> Devices.open("cpu", 2);

  private static Dataset data(int m) {
    SplittableRandom random = new SplittableRandom(m);
    float[][] x = new float[m][5];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 0.3;
      for (int j = 0; j < 5; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 1) * (j + 1);
        z += x[i][j] * (j - 2) / 3;
      }
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
    }
    y[0] = 0;
    y[1] = 1;
    return Dataset.of(x, y);
  }

  private static LogisticRegression trainer(String solver) {
    return new LogisticRegression(
        TrainingOptions.builder().solver(solver).iterations(20).threads(2).build());
  }

  /** Every pass that a solver asks for, and everything that a broken driver may leave. */
  static Stream<Arguments> lies() {
    List<Arguments> lies = new ArrayList<>();
    for (Pass pass : Pass.values()) {
      for (Content content : Content.values()) {
        lies.add(Arguments.of(pass, content));
      }
    }
    return lies.stream();
  }

  private static String failure(Lie lie, String solver, int m) {
    return failure(new LyingDevice(lie), lie.toString(), solver, m);
  }

  private static String failure(LyingDevice device, String lie, String solver, int m) {
    return assertThrows(
            DeviceException.class,
            () -> trainer(solver).fit(data(m), Monitor.NONE, () -> device),
            () -> lie + " with " + solver + " at " + m + " rows was trusted")
        .getMessage();
  }

  /** What a message calls the result that a pass is part of. */
  private static String name(Pass pass) {
    return switch (pass) {
      case COEFFICIENTS, GRAM -> "Hessian";
      default -> pass.name().toLowerCase(Locale.ROOT);
    };
  }

  @ParameterizedTest
  @MethodSource("lies")
  void lieFromTheStartIsFoundBeforeTraining(Pass pass, Content content) {
    Lie lie = new Lie(pass, content, 0);
    LyingDevice device = new LyingDevice(lie);
    String message = failure(device, lie.toString(), "newton", 3000);
    if (content != Content.FAILURE) {
      assertTrue(
          message.startsWith("opencl:7 (A liar) computes wrongly: its ")
              && message.contains(name(pass))
              && message.endsWith("; update its driver, or use device cpu"),
          message);
    }
    assertTrue(device.calls(Pass.GRADIENT) < 5, () -> "gradients: " + device.calls(Pass.GRADIENT));
  }

  /** From any call on: of the proof, the solver, the verdict, or the proof at the end. */
  @ParameterizedTest
  @MethodSource("lies")
  void lieFromAnyCallOnIsFound(Pass pass, Content content) {
    for (String solver : List.of("newton", "gd")) {
      LyingDevice honest = new LyingDevice(NEVER);
      trainer(solver).fit(data(20_000), Monitor.NONE, () -> honest);
      int calls = honest.calls(pass);
      // The last results are the proof's own: some are read by nobody, or rounding hides a bit.
      int last = Math.max(0, calls - 3);
      for (int from : IntStream.of(0, 1, calls / 3, calls / 2, last).distinct().toArray()) {
        failure(new Lie(pass, content, from), solver, 20_000);
      }
    }
  }

  @Test
  void honestDeviceGivesTheModelOfJavaWithEverySolver() {
    for (String solver : List.of("newton", "lbfgs", "nesterov", "gd")) {
      double[] java = trainer(solver).fit(data(20_000), Monitor.NONE, JAVA).model().weights();
      double[] proven =
          trainer(solver)
              .fit(data(20_000), Monitor.NONE, () -> new LyingDevice(NEVER))
              .model()
              .weights();
      assertArrayEquals(java, proven, solver);
    }
  }

  /** Under auto: one line, the monitor begins anew, and the bits are those of Java. */
  @ParameterizedTest
  @EnumSource(Content.class)
  void javaTakesOverFromTheStartWhereTheDeviceFailsInTheMidst(Content content) {
    LyingDevice honest = new LyingDevice(NEVER);
    Watcher alone = new Watcher();
    double[] expected = trainer("gd").fit(data(20_000), alone, () -> honest).model().weights();
    Lie lie = new Lie(Pass.GRADIENT, content, honest.calls(Pass.GRADIENT) / 2);
    Watcher watcher = new Watcher();
    Training training = trainer("gd").fit(data(20_000), watcher, () -> new LyingDevice(lie), JAVA);
    assertArrayEquals(expected, training.model().weights(), lie.toString());
    assertEquals("cpu", training.report().device().id(), lie.toString());
    assertEquals(alone.costs, watcher.costs, lie.toString());
  }

  /** Its results differ from Java's in the last digits, which must not cost the user the device. */
  @Test
  void deviceThatIsNotExactIsHeldToFourDigits() {
    Lie bit = new Lie(Pass.GRADIENT, Content.ONE_BIT, 0, false);
    assertEquals(
        "opencl:7",
        trainer("newton")
            .fit(data(3000), Monitor.NONE, () -> new LyingDevice(bit))
            .report()
            .device()
            .id());
    failure(new Lie(Pass.GRADIENT, Content.ZEROS, 0, false), "newton", 3000);
  }

  /** Every size around the edges of stripes and blocks, weights, and more features than rows. */
  @ParameterizedTest
  @ValueSource(ints = {2, 31, 32, 33, 1023, 1025, 4095, 4097, 5000})
  void honestDeviceIsTrustedAtEverySize(int m) {
    TrainingReport report =
        trainer("newton").fit(data(m), Monitor.NONE, () -> new LyingDevice(NEVER)).report();
    // The last stripe of 32 is always there, and may be shorter.
    assertEquals(m <= 4096 ? m : 4096 - (32 - m % 32) % 32, report.provenRows(), "of " + m);
  }

  private static final class Watcher implements Monitor {
    private final List<Double> costs = new ArrayList<>();

    @Override
    public void iteration(int iteration, double cost, double slope) {
      costs.add(cost);
    }

    @Override
    public void restarted() {
      costs.clear();
    }
  }

  /**
   * Penalties that differ by weight take gd off the device's own steps: its weights are float32
   * too.
   */
  @Test
  void anHonestDeviceIsTrustedWherePenaltiesDiffer() {
    TrainingOptions options =
        TrainingOptions.builder()
            .solver("gd")
            .iterations(60)
            .l2(0.01)
            .penalize(TrainingOptions.Penalize.RAW)
            .build();
    LyingDevice device = new LyingDevice(NEVER);
    TrainingReport report =
        new LogisticRegression(options).fit(data(3000), Monitor.NONE, () -> device).report();
    assertTrue(report.provenRows() > 0, "rows: " + report.provenRows());
  }
}
