package io.downhill.device.cpu;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the fastest form that this JVM and this processor can run, once. */
final class FastestLoops {
  private static final Logger LOG = LoggerFactory.getLogger(FastestLoops.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final List<Loops> FORMS = forms();
  private static final Loops CHOSEN =
      FORMS.size() == 1 ? FORMS.get(0) : new TimedLoops(FORMS.get(0), FORMS.get(FORMS.size() - 1));

  private FastestLoops() {}

  /** The form that was chosen; the log says which and why. */
  static Loops get() {
    return CHOSEN;
  }

  /** The forms that run here, each for itself, the fastest last. */
  static List<Loops> all() {
    return FORMS;
  }

  private static List<Loops> forms() {
    List<Loops> forms = new ArrayList<>(List.of(new ScalarLoops()));
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      forms.addAll(Vectors.fitting());
    } else {
      LOG.info(
          "scalar loops, without the module {}: many passes over large data are faster with it",
          MODULE);
    }
    return List.copyOf(forms);
  }

  /** Touched only where the module is there. */
  private static final class Vectors {
    static List<Loops> fitting() {
      int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      if (bits >= 256) {
        return List.of(new Vector128Loops(), new Vector256Loops());
      }
      if (bits == 128) {
        return List.of(new Vector128Loops());
      }
      LOG.info("scalar loops: this processor has vectors of {} bits", bits);
      return List.of();
    }
  }
}
