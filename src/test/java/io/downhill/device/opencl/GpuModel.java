package io.downhill.device.opencl;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;

/**
 * What one kernel that reads rows comes to on a GPU by {@link GpuCore}: its PTX is run for one
 * group by {@link PtxGroup}, and that work is given to a core as often as the launch gives it
 * groups.
 *
 * @param rows of X for a group
 * @param items of a group
 * @param registers of an item
 * @param local bytes of a group, with what the host hands over
 */
record GpuModel(
    GpuCode code,
    String kernel,
    int features,
    int rows,
    int items,
    OptionalInt registers,
    int local,
    Arguments arguments) {

  /** What the host hands to the kernel for one group, and in which buffers. */
  record Arguments(int[][] buffers, long[] parameters) {}

  /** What was reckoned: fractions are of the time. */
  record Outcome(
      int resident,
      double seconds,
      double bytesPerSecond,
      double issue,
      double localMemory,
      double memory) {
    /** What is busy for most of the time; latency, where nothing is. */
    String bound() {
      double most = Math.max(issue, Math.max(localMemory, memory));
      String what = most == memory ? "memory" : most == localMemory ? "local memory" : "issue";
      return most < MOSTLY
          ? String.format(Locale.ROOT, "latency (%s %.2f)", what, most)
          : String.format(Locale.ROOT, "%s %.2f", what, most);
    }
  }

  /** From here on it is called busy. */
  private static final double MOSTLY = 0.85;

  /**
   * What one group does.
   *
   * @param operations that waves issue
   * @param localCycles of local memory, for 128 bytes each if nothing is in the way
   * @param globalBytes that loads ask for
   * @param localBytes that loads ask for
   */
  record Counts(
      long operations, long localCycles, int barriers, long globalBytes, long localBytes) {}

  /** Counted over all waves of a group; barriers once. */
  Counts counts(int lanes) {
    PtxProgram program = PtxProgram.of(code.assembly(), kernel);
    long operations = 0;
    long localCycles = 0;
    int barriers = 0;
    long globalBytes = 0;
    long localBytes = 0;
    List<GpuTrace> traces = traces(program, lanes);
    for (GpuTrace trace : traces) {
      for (int at = 0; at < trace.length(); at++) {
        PtxProgram.Op op = program.ops.get(trace.op(at));
        operations += GpuCost.issues(op, Gpu.H100, false) > 0 ? 1 : 0;
        barriers += op.waits() ? 1 : 0;
        long bytes = 4L * op.to().length * trace.active(at);
        if (op.touches("shared")) {
          localCycles += trace.work(at);
          localBytes += op.loads() ? bytes : 0;
        } else if (op.touches("global")) {
          globalBytes += op.loads() ? bytes : 0;
        }
      }
    }
    return new Counts(operations, localCycles, barriers / traces.size(), globalBytes, localBytes);
  }

  /** One group's work. */
  List<GpuTrace> traces(PtxProgram program, int lanes) {
    return new PtxGroup(program, lanes, items, 0, arguments.buffers(), arguments.parameters())
        .run();
  }

  /** The whole pass over m rows. */
  Outcome on(Gpu gpu, long examples) {
    PtxProgram program = PtxProgram.of(code.assembly(), kernel);
    List<GpuTrace> traces = traces(program, gpu.lanes());
    int resident = gpu.resident(items, registers, local);
    double each = Math.ceil((double) examples / rows) / gpu.cores();
    int most = (int) Math.ceil(each);
    int few = Math.min(most, 2 * resident);
    int more = Math.min(most, 5 * resident);
    GpuCore core = new GpuCore(program, traces, gpu, more);
    double long_ = core.cycles(resident);
    double cycles = long_;
    if (most > more) {
      double short_ = new GpuCore(program, traces, gpu, few).cycles(resident);
      cycles += (long_ - short_) / (more - few) * (each - more);
    }
    double seconds = cycles / gpu.clock() / 1e9 + LAUNCH;
    return new Outcome(
        resident,
        seconds,
        4.0 * examples * features / seconds,
        core.busyIssue / gpu.schedulers() / long_,
        core.busyLocal / long_,
        core.busyMemory / long_);
  }

  /** Seconds until the first group runs. */
  private static final double LAUNCH = 4e-6;

  /** Floats that are easy to add up. */
  static int[] values(int length, int seed) {
    Random random = new Random(seed);
    int[] values = new int[length];
    for (int k = 0; k < length; k++) {
      values[k] = Float.floatToRawIntBits((float) random.nextGaussian());
    }
    return values;
  }
}
