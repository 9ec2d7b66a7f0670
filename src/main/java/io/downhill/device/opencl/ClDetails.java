package io.downhill.device.opencl;

import io.downhill.device.CacheFile;
import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceDetails.Arithmetic;
import io.downhill.device.DeviceDetails.Form;
import io.downhill.device.DeviceDetails.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.cl_device_id;

/** What a device allows and how its passes run, for whoever wants to know more than its name. */
final class ClDetails {
  /** No rule tells more features than these apart. */
  private static final int MOST_FEATURES = 1 << 14;

  private ClDetails() {}

  /** Asks the driver of a device. */
  static DeviceDetails of(ClDescription description) {
    cl_device_id device = description.device();
    ClTuning tuning = ClTuning.of(description);
    ClTiles tiles = ClTiles.of(CacheFile.folderOfUser(), description.info(), ClSources.BUNDLED);
    return new DeviceDetails(
        description.info().id(),
        new Limits(
            description.maxAllocation(),
            description.localMemory(),
            description.maxGroup(),
            description.computeUnits(),
            ClDescription.number(device, CL.CL_DEVICE_MAX_CLOCK_FREQUENCY)),
        arithmetic(ClDescription.number(device, CL.CL_DEVICE_SINGLE_FP_CONFIG)),
        rule(tuning, ClPlan.Limits.of(description)),
        tiles.file().path().toString(),
        measured(tiles, tuning));
  }

  /** What the bits of CL_DEVICE_SINGLE_FP_CONFIG say. */
  static Arithmetic arithmetic(long config) {
    return new Arithmetic(
        (config & CL.CL_FP_ROUND_TO_NEAREST) != 0,
        (config & CL.CL_FP_DENORM) != 0,
        (config & CL.CL_FP_FMA) != 0);
  }

  /** The forms that the rule takes, in ranges of features. */
  static List<Form> rule(ClTuning tuning, ClPlan.Limits limits) {
    List<Form> forms = new ArrayList<>();
    for (int n = 1; n <= MOST_FEATURES; n++) {
      String text = ClPlan.of(tuning, n, Integer.MAX_VALUE, limits).tuning().text();
      int last = forms.size() - 1;
      if (last < 0 || !forms.get(last).text().equals(text)) {
        forms.add(new Form(n, n, text));
      } else {
        forms.set(last, new Form(forms.get(last).from(), n, text));
      }
    }
    Form last = forms.remove(forms.size() - 1);
    forms.add(new Form(last.from(), Integer.MAX_VALUE, last.text()));
    return forms;
  }

  /** The forms that were measured to be the fastest, each for all features that share it. */
  static List<Form> measured(ClTiles tiles, ClTuning tuning) {
    List<Form> forms = new ArrayList<>();
    tiles.all(tuning).forEach((from, kept) -> forms.add(new Form(from, last(from), kept.text())));
    return forms;
  }

  private static int last(int from) {
    int last = from;
    while (ClTiles.likeFeatures(last + 1) == from) {
      last++;
    }
    return last;
  }
}
