package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;
import java.util.BitSet;

/**
 * Registers that a kernel cannot do without: those that hold something across a barrier. What an
 * assembler takes beyond them depends on how far it moves loads ahead.
 */
final class PtxLive {
  /** With so many more, an H200 held as many groups as it should by what was measured. */
  private static final int WORKING = 12;

  private PtxLive() {}

  /** Registers of 32 bits for an item. */
  static int registers(PtxProgram program) {
    int count = program.ops.size();
    BitSet[] live = new BitSet[count + 1];
    for (int at = 0; at <= count; at++) {
      live[at] = new BitSet();
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int at = count - 1; at >= 0; at--) {
        Op op = program.ops.get(at);
        BitSet now = new BitSet();
        boolean goesOn = !op.base().equals("ret") && (op.target() < 0 || op.guard() >= 0);
        if (goesOn) {
          now.or(live[at + 1]);
        }
        if (op.target() >= 0) {
          now.or(live[op.target()]);
        }
        for (int register : op.to()) {
          now.clear(register);
        }
        PtxSchedule.read(op).forEach(now::set);
        if (!now.equals(live[at])) {
          live[at] = now;
          changed = true;
        }
      }
    }
    int most = 0;
    for (int at = 0; at < count; at++) {
      if (program.ops.get(at).waits()) {
        most = Math.max(most, live[at].stream().map(program::width).sum());
      }
    }
    return most + WORKING;
  }
}
