package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.DeviceDetails.Form;
import io.downhill.device.DeviceInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jocl.CL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClDetailsTest {
  private static final ClTuning GPU =
      new ClTuning(
          ClForm.TILE,
          128,
          OptionalInt.empty(),
          OptionalInt.empty(),
          new ClTuning.Limits(1L << 32, 1 << 20, 1L << 30));

  private static final ClPlan.Limits LIMITS = new ClPlan.Limits(48 << 10, 1024, 132, true);

  /** OpenCL's own bits: 1 denormals, 2 infinities and NaN, 4 round to nearest, 32 fma. */
  @ParameterizedTest
  @CsvSource({
    "37, ''",
    "63, ''",
    "36, denormals",
    "33, round-to-nearest",
    "5, fma",
    "6, denormals fma",
    "2, round-to-nearest denormals fma"
  })
  void bitsOfTheDriverTellWhatIsMissing(long config, String missing) {
    assertEquals(missing, String.join(" ", ClDetails.arithmetic(config).missing()));
    assertEquals(missing.isEmpty(), ClDetails.arithmetic(config).exact());
  }

  @Test
  void bitsAreThoseOfOpenCl() {
    assertEquals(37, CL.CL_FP_DENORM | CL.CL_FP_ROUND_TO_NEAREST | CL.CL_FP_FMA);
  }

  @Test
  void ruleIsToldInRangesThatCoverAllFeatures() {
    List<Form> forms = ClDetails.rule(GPU, LIMITS);
    assertEquals(1, forms.get(0).from());
    assertEquals(Integer.MAX_VALUE, forms.get(forms.size() - 1).to());
    for (int k = 0; k < forms.size(); k++) {
      Form form = forms.get(k);
      assertEquals(ClPlan.of(GPU, form.from(), 1 << 20, LIMITS).tuning().text(), form.text());
      assertTrue(k == 0 || forms.get(k - 1).to() + 1 == form.from(), forms::toString);
      assertTrue(k == 0 || !forms.get(k - 1).text().equals(form.text()), forms::toString);
    }
    assertTrue(forms.size() > 2 && forms.size() < 20, () -> "ranges for a person: " + forms);
  }

  @Test
  void ruleOfAProcessorIsOneLine() {
    String walk = GPU.with(ClForm.WALK).text();
    assertEquals(
        List.of(new Form(1, Integer.MAX_VALUE, walk)),
        ClDetails.rule(GPU.with(ClForm.WALK), LIMITS));
  }

  @Test
  void measuredTilesAreToldForAllFeaturesThatShareThem(@TempDir Path folder) {
    DeviceInfo info = new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1L << 34, "1");
    ClTiles tiles = ClTiles.of(folder, info, ClSources.BUNDLED);
    assertEquals(List.of(), ClDetails.measured(tiles, GPU));
    tiles.keep(100, GPU.withTile(32));
    tiles.keep(3, GPU.withGroup(64).withTile(8));
    assertEquals(
        List.of(
            new Form(3, 3, GPU.withGroup(64).withTile(8).text()),
            new Form(96, 111, GPU.withTile(32).text())),
        ClDetails.measured(tiles, GPU));
  }
}
