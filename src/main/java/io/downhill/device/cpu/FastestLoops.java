package io.downhill.device.cpu;

import jdk.incubator.vector.FloatVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the fastest form that this JVM and this processor can run, once. */
final class FastestLoops {
  private static final Logger LOG = LoggerFactory.getLogger(FastestLoops.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final Loops CHOSEN = choose();

  private FastestLoops() {}

  /** The form that was chosen; the log says which and why. */
  static Loops get() {
    return CHOSEN;
  }

  private static Loops choose() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      LOG.info(
          "scalar loops: for several times the speed start Java with --add-modules {}", MODULE);
      return new ScalarLoops();
    }
    return Vectors.fitting();
  }

  /** Touched only where the module is there. */
  private static final class Vectors {
    static Loops fitting() {
      int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      if (bits >= 256) {
        return new Vector256Loops();
      }
      if (bits == 128) {
        return new Vector128Loops();
      }
      LOG.info("scalar loops: this processor has vectors of {} bits", bits);
      return new ScalarLoops();
    }
  }
}
