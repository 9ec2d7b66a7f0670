package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.SparseTwin;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.device.Device;
import io.downhill.device.opencl.ClDevice;
import io.downhill.device.opencl.ClForm;
import io.downhill.device.opencl.ClTuning;
import io.downhill.device.several.SeveralDevices;
import io.downhill.optim.Monitor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise itself: the same data and options give the same model on every device. */
@Tag("slow")
class SameBitsTest {
  /** Solvers and what they minimise; each for a few iterations, converged or not. */
  private static final List<TrainingOptions.Builder> RUNS =
      List.of(
          run("gd", 25),
          run("nesterov", 25),
          run("nesterov", 25).l1(0.01),
          run("lbfgs", 12),
          run("lbfgs", 12).l1(0.01),
          run("newton", 8),
          run("newton", 5).l1(0.01).l2(0.001),
          run("gd", 10).init(TrainingOptions.Init.RANDOM).seed(5).intercept(false));

  private static TrainingOptions.Builder run(String solver, int iterations) {
    return TrainingOptions.builder().solver(solver).iterations(iterations).tolerance(1e-7);
  }

  private record Sample(String name, Dataset data) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sample> samples() throws URISyntaxException {
    List<Sample> samples = new ArrayList<>();
    samples.add(real("breast-cancer-wisconsin.csv", "diagnosis"));
    samples.add(real("banknote.csv", "-1"));
    for (int[] shape : new int[][] {{3, 1}, {33, 2}, {1025, 8}, {2500, 37}, {300, 140}}) {
      samples.add(random(shape[0], shape[1]));
    }
    for (int[] shape : new int[][] {{40, 2, 3}, {1025, 8, 4}, {2500, 11, 6}, {300, 3, 17}}) {
      samples.add(classes(shape[0], shape[1], shape[2]));
    }
    return samples;
  }

  private static Sample real(String file, String label) throws URISyntaxException {
    Path path = Path.of(SameBitsTest.class.getResource("data/" + file).toURI());
    TableSource table = TableSource.files(path.toString());
    return new Sample(file, PreparedTable.learn(table, PreparationOptions.label(label)).train());
  }

  private static Sample random(int m, int n) {
    long seed = 31L * m + n;
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 0;
      for (int j = 0; j < n; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 1);
        z += x[i][j] - 1;
      }
      y[i] = i == 0 || i > 1 && z + random.nextDouble() * 8 - 4 > 0 ? 1 : 0;
    }
    return new Sample(m + " x " + n + " of seed " + seed, Dataset.of(x, y));
  }

  private static Sample classes(int m, int n, int classes) {
    SplittableRandom random = new SplittableRandom(m + n + classes);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 1);
      }
      double z = x[i][0] + x[i][n - 1] + 2 + random.nextDouble() * 3;
      y[i] = i < classes ? i : (int) (z / 11.01 * classes);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "k" + k).toList();
    String name = m + " x " + n + " of " + classes + " classes";
    return new Sample(name, Dataset.of(x, y, new Classes(names)));
  }

  /** Every form of the loops, and other numbers of threads. */
  private static Map<String, Supplier<Device>> java() {
    Map<String, Supplier<Device>> devices = new LinkedHashMap<>(Devices.variants("cpu", 2));
    devices.put("cpu, 7 threads", () -> Devices.open("cpu", 7));
    List<Supplier<Device>> two = List.of(() -> Devices.scalar(1), () -> Devices.open("cpu", 2));
    devices.put("two devices", () -> SeveralDevices.open(two));
    devices.put("rows that pass by", () -> SeveralDevices.passing(two, 1));
    return devices;
  }

  /** Every form of the kernels, and each with the examples in several slabs. */
  private static Map<String, Supplier<Device>> openCl() {
    Map<String, Supplier<Device>> devices = new LinkedHashMap<>(Devices.variants("opencl", 2));
    for (ClForm form : ClForm.values()) {
      ClTuning slabs = ClDevice.tuning(0).with(form).inSlabs();
      devices.put("several slabs in form " + form, () -> ClDevice.open(0, slabs));
    }
    devices.put("Java and OpenCL", () -> Devices.open("cpu+opencl:0", 2));
    Work beyond = new Work(2, 2, 2, Speed.Kind.GRADIENT, 1);
    devices.put("rows that pass by", () -> Devices.openCl(0, beyond, 1));
    return devices;
  }

  static Stream<Arguments> fits() throws URISyntaxException {
    List<Arguments> all = new ArrayList<>();
    for (TrainingOptions.Builder run : RUNS) {
      samples().forEach(sample -> all.add(Arguments.of(sample, run.build())));
    }
    return Stream.concat(all.stream(), fitsByProducts());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("fits")
  void everyFormInJavaGivesTheSameModel(Sample sample, TrainingOptions options) {
    assertSame(sample, options, java());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("fits")
  void everyFormThroughOpenClGivesTheSameModel(Sample sample, TrainingOptions options) {
    needsOpenCl();
    assertSame(sample, options, openCl());
  }

  /** More features than a dense Hessian takes: conjugate gradients, for steps and for the proof. */
  private static Stream<Arguments> fitsByProducts() {
    Sample wide = random(70, 1001);
    return Stream.of(
            TrainingOptions.builder().solver("newton").l2(0.01),
            TrainingOptions.builder().solver("lbfgs").l2(0.01),
            TrainingOptions.builder().solver("lbfgs").l1(0.01))
        .map(options -> Arguments.of(wide, options.build()));
  }

  @Test
  void theComparisonSeesOneBit() {
    Dataset data = random(33, 2).data();
    TrainingOptions.Builder run = run("gd", 5).alpha(0.5f);
    TrainingOptions other = run("gd", 5).alpha(Math.nextUp(0.5f)).build();
    assertFalse(
        bits(data, run.build(), Devices::definition)
            .equals(bits(data, other, Devices::definition)));
  }

  private static void needsOpenCl() {
    Optional<String> trouble = Devices.openClTrouble();
    if (trouble.isPresent() && !"opencl".equals(System.getProperty("require.device"))) {
      abort("SKIPPED, OpenCL is not tested here: " + trouble.get());
    }
  }

  /** Examples of which two values of three are 0, and fits that do not centre them. */
  static Stream<Arguments> sparseFits() {
    List<Sample> samples =
        List.of(
            random(33, 5),
            random(1025, 8),
            random(2500, 37),
            classes(1025, 8, 4),
            random(70, 1001));
    List<TrainingOptions.Builder> runs =
        List.of(
            run("gd", 10),
            run("nesterov", 8).l1(0.01),
            run("lbfgs", 10).l1(0.01),
            run("lbfgs", 10).l2(0.001).intercept(false),
            run("newton", 5).l2(0.001),
            run("newton", 4).l1(0.01).l2(0.001));
    return samples.stream()
        .map(SameBitsTest::rare)
        .flatMap(
            sample ->
                runs.stream()
                    .map(run -> run.centre(false).build())
                    // Newton's method takes l1 with a dense Hessian alone.
                    .filter(
                        run ->
                            sample.data().features() <= 1000
                                || run.l1() == 0
                                || !run.solver().equals("newton"))
                    .map(run -> Arguments.of(sample, run)));
  }

  private static Sample rare(Sample full) {
    int m = full.data().examples();
    float[][] x = new float[m][full.data().features()];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      y[i] = (int) full.data().labels()[i];
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] = (7 * i + 5 * j) % 11 % 3 == 0 ? full.data().x(i, j) : 0;
      }
    }
    Dataset data = Dataset.of(x, y, full.data().classes().orElseThrow());
    return new Sample(full.name() + ", sparse", data);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("sparseFits")
  void sparseRowsGiveTheModelOfDenseOnesInJava(Sample dense, TrainingOptions options) {
    assertSparse(dense, options, java());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("sparseFits")
  void sparseRowsGiveTheModelOfDenseOnesThroughOpenCl(Sample dense, TrainingOptions options) {
    needsOpenCl();
    assertSparse(dense, options, openCl());
  }

  private static void assertSparse(
      Sample dense, TrainingOptions options, Map<String, Supplier<Device>> devices) {
    String expected = bits(dense.data(), options, Devices::definition);
    Dataset sparse = SparseTwin.of(dense.data());
    devices.forEach(
        (name, device) ->
            assertEquals(
                expected,
                bits(sparse, options, device),
                () -> name + ": " + dense + ", " + options));
  }

  private static void assertSame(
      Sample sample, TrainingOptions options, Map<String, Supplier<Device>> devices) {
    String expected = bits(sample.data(), options, Devices::definition);
    devices.forEach(
        (name, device) ->
            assertEquals(
                expected,
                bits(sample.data(), options, device),
                () -> name + ": " + sample + ", " + options));
  }

  /** Weights, bias, cost and iterations, every digit of them. */
  private static String bits(Dataset data, TrainingOptions options, Supplier<Device> device) {
    Training training = new LogisticRegression(options).fit(data, Monitor.NONE, device);
    StringBuilder text = new StringBuilder();
    Parameters parameters = training.model().parameters();
    for (int k = 0; k < parameters.count(); k++) {
      for (double w : parameters.weights()[k]) {
        text.append(Double.toHexString(w)).append(' ');
      }
      text.append("b ").append(Double.toHexString(parameters.biases()[k]));
    }
    return text.append(" J ")
        .append(Double.toHexString(training.report().cost()))
        .append(" after ")
        .append(training.report().iterations())
        .toString();
  }
}
