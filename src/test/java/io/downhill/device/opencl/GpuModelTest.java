package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model of the kernels, and what it stands on: their code for NVIDIA, run here. */
class GpuModelTest {
  /** Nine loads, each at the place that the one before gives. */
  private static final String CHAIN =
      """
      .entry chain(
        .param .u64 chain_param_0
      )
      {
        .reg .b32 %r<3>;
        .reg .b64 %rd<4>;
        ld.param.u64 %rd1, [chain_param_0];
        ld.global.u32 %r1, [%rd1];
        mul.wide.u32 %rd2, %r1, 4;
        add.s64 %rd3, %rd1, %rd2;
        ret;
      }
      """;

  @TempDir Path folder;

  private static ClPlan plan(int features) {
    GpuTarget target = GpuTarget.SM_90;
    return ClPlan.of(target.tuning(), features, Integer.MAX_VALUE, target.limits());
  }

  /** Not only as many operations as on a GPU, but the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 28, 64, 100, 128, 784})
  void codeForNvidiaHasTheBitsOfTheDefinition(int features) throws Exception {
    GpuTools.orSkip(GpuTarget.Family.NVIDIA);
    GpuModel model = GpuKernels.of(plan(features), features, "gradient", Gpu.H100);
    int[][] buffers = model.arguments().buffers();
    model.traces(PtxProgram.of(model.code().assembly(), "gradient"), 32);
    int columns = features + 2;
    int stride = (int) ClExamples.stride(columns);
    List<String> wrong = new ArrayList<>();
    double[] expected = definition(features, buffers);
    for (int k = 0; k < 2 * columns; k++) {
      float value = Float.intBitsToFloat(buffers[3][k / columns * stride + k % columns]);
      if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits((float) expected[k])) {
        wrong.add(k + ": " + value + " for " + expected[k]);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static double[] definition(int features, int[][] buffers) {
    float[][] x = new float[Tree.BLOCK][features];
    float[] y = new float[Tree.BLOCK];
    for (int i = 0; i < Tree.BLOCK; i++) {
      y[i] = Float.intBitsToFloat(buffers[1][i]);
      for (int j = 0; j < features; j++) {
        x[i][j] = Float.intBitsToFloat(buffers[0][i * features + j]);
      }
    }
    double[] w = new double[features + 1];
    Arrays.setAll(w, j -> Float.intBitsToFloat(buffers[2][j]));
    double[] pairs = new double[2 * (features + 2)];
    try (Device device = CpuDevice.definition();
        DeviceExamples e =
            device.load(Dataset.of(x, new int[Tree.BLOCK]).rows(), y, Span.whole(Tree.BLOCK));
        DeviceVector v = device.vector(features + 1);
        DeviceSums g = DeviceSums.allocate(device, e, features + 2)) {
      device.write(v, w);
      device.gradient(e, Panel.ONE, v, g);
      device.read(g.pairs(), pairs);
    }
    return pairs;
  }

  /** Of loads from local memory the compiler for NVIDIA may find some to be the same. */
  @ParameterizedTest
  @CsvSource({"28, 64", "100, 16"})
  void loadsAndBarriersAreThoseThatTheSimulatorCounts(int features, int rows) throws Exception {
    GpuTools.orSkip(GpuTarget.Family.NVIDIA);
    OclgrindTest.needsTheSimulator();
    OclgrindCounts counted = OclgrindCounts.of(features, rows, folder);
    GpuTarget target = GpuTarget.SM_90;
    ClTuning tuning = OclgrindCounts.tuning(target.tuning(), rows);
    ClPlan plan = ClPlan.of(tuning, features, 1, target.limits());
    GpuModel.Counts model =
        GpuKernels.of(plan, features, "gradient", Gpu.H100).counts(Gpu.H100.lanes());
    int items = tuning.group();
    assertEquals(counted.globalBytes(), model.globalBytes(), "bytes from global memory");
    assertEquals(counted.barriers(), (long) model.barriers() * items, "barriers");
    double local = (double) model.localBytes() / counted.localBytes();
    assertTrue(local > 0.97 && local <= 1, () -> "local memory: " + local + " of " + counted);
  }

  @Test
  void loadsThatWaitForEachOtherTakeTheirLatencyEach() {
    StringBuilder text = new StringBuilder(CHAIN);
    int again = text.indexOf("  ret;");
    for (int k = 0; k < 8; k++) {
      text.insert(
          again,
          "  ld.global.u32 %r1, [%rd3];\n  mul.wide.u32 %rd2, %r1, 4;\n"
              + "  add.s64 %rd3, %rd1, %rd2;\n");
    }
    int[] far = new int[16 * 4096];
    for (int k = 0; k < 16; k++) {
      far[k * 4096] = (k + 1) % 16 * 4096;
    }
    double cycles = cycles(text.toString(), far, 1, 1);
    double latency = Gpu.H200.latency() * Gpu.H200.clock();
    assertTrue(cycles > 9 * latency && cycles < 10 * latency, cycles + " for 9 of " + latency);
  }

  @Test
  void groupsTogetherGetWhatMemoryGives() {
    int groups = 20_000;
    double cycles = cycles(CHAIN, new int[4096], 2000, groups);
    double least = groups * 64 / Gpu.H200.bytesPerCycle();
    assertTrue(cycles > least && cycles < 1.1 * least, cycles + " for " + least);
  }

  private static double cycles(String text, int[] memory, int resident, int groups) {
    PtxProgram program = PtxProgram.of(text, "chain");
    PtxGroup group = new PtxGroup(program, 32, 1, 0, new int[][] {memory}, PtxGroup.address(0));
    return new GpuCore(program, group.run(), Gpu.H200, groups).cycles(resident);
  }

  /** The kernels that the program's are made after, within 12 % of what was measured. */
  @Tag("processes")
  @Test
  void modelIsNearWhatWasMeasured() throws Exception {
    GpuTools.orSkip(GpuTarget.Family.NVIDIA);
    List<String> far = new ArrayList<>();
    int near = 0;
    for (GpuCalibration.Line line : GpuCalibration.lines()) {
      if (line.kernel().equals("rows.cl")) {
        double error = GpuCalibration.reckoned(line).bytesPerSecond() / 1e9 / line.measured() - 1;
        near++;
        if (Math.abs(error) > 0.12) {
          far.add(line + ": " + error);
        }
      }
    }
    assertEquals(List.of(), far);
    assertEquals(14, near);
  }
}
