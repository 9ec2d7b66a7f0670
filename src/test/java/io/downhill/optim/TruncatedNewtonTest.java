package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncatedNewtonTest {
  @ParameterizedTest
  @ValueSource(strings = {"heart", "higgs", "spam", "digits", "letter", "mushrooms", "phishing"})
  void reachesTheLeastCostOfRealData(String name) throws URISyntaxException {
    Path file = Path.of(getClass().getResource("/io/downhill/" + name + ".csv.gz").toURI());
    TableSource table = TableSource.files(file.toString());
    Dataset raw = PreparedTable.learn(table, PreparationOptions.label("y")).train();
    Dataset data = raw.standardized(Standardization.of(raw));
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data, 1e-3, true)) {
      Solution solution =
          new TruncatedNewton(100, Goal.LEAST)
              .minimize(f, new double[data.features() + 1], Monitor.NONE);
      assertEquals(Stop.CONVERGED, solution.stop());
      // By the dense Hessian, which they have not seen.
      State end = State.of(f, L1.NONE, solution.w());
      double gap =
          new Gauge(f, L1.NONE)
              .byHessian(end, new Curvature(f.hessian(end.w()), end.w().length))
              .value();
      assertTrue(
          gap <= 1e-8 * solution.cost(),
          () -> name + ": gap " + gap + " after " + f.passes() + " passes");
    }
  }
}
