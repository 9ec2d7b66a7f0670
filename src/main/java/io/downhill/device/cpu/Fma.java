package io.downhill.device.cpu;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this JVM computes a fused multiply-add by an instruction. Where the processor has none,
 * or Java does not use it, {@link Math#fma(float, float, float)} takes some hundred times as long,
 * with the same bits, and training about ten times.
 */
final class Fma {
  private static final Logger LOG = LoggerFactory.getLogger(Fma.class);

  private static final int CALLS = 50;
  private static final int ROUNDS = 20;

  /** The instruction takes some 20 ns even in an interpreter, and Java without it 10 us. */
  private static final long SLOW_NANOS = 1000;

  private static volatile boolean told;

  private Fma() {}

  private static final class Holder {
    static final boolean SLOW = fastestRound() > CALLS * SLOW_NANOS;
  }

  /** The least time of some rounds, so that other work on the machine does not count. */
  private static long fastestRound() {
    long least = Long.MAX_VALUE;
    float x = 1;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      for (int k = 0; k < CALLS; k++) {
        x = Math.fma(x, 0.99f, 0.01f);
      }
      least = Math.min(least, System.nanoTime() - began);
    }
    return x > 0 ? least : Long.MAX_VALUE;
  }

  /** Whether there is no instruction; found out once, in less than a millisecond if there is. */
  static boolean slow() {
    return Holder.SLOW;
  }

  /** Warns once, if there is no instruction. */
  static void warnIfSlow() {
    if (slow() && !told) {
      told = true;
      LOG.warn(
          "this processor has no fma instruction, or this Java does not use it: training in Java"
              + " takes some ten times as long, with the same result; use another computer or Java,"
              + " and leave out -XX:-UseFMA");
    }
  }
}
