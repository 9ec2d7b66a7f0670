package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;
import io.downhill.device.opencl.PtxProgram.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Reckons how long a core takes for groups that all do what one group did. Each wave goes through
 * its operations in order; one waits for its operands, for its scheduler, and for its unit: floats,
 * integers, local memory by bank cycles, or the core's share of memory, whose values come after the
 * latency or as fast as it gives them, whichever is later, and on their way take their share of the
 * cycles of local memory, which is the first cache's. A barrier waits for the group. Not reckoned:
 * caches, the instruction cache, what cores do to each other, and how the driver's compiler orders
 * operations but by {@link PtxSchedule}.
 */
final class GpuCore {
  private static final int BARRIER = 12;
  private static final int BRANCH = 8;
  private static final int LAUNCH = 400;

  /**
   * Cycles for what another group has read shortly before: parameters, and the rest of a sector.
   */
  private static final int CACHED = 250;

  private final PtxProgram program;
  private final List<GpuTrace> traces;
  private final Gpu gpu;
  private final int groups;
  private final double[] issue;
  private final double[] floats;
  private final double[] integers;
  private double local;
  private double memory;
  private int started;
  private double end;

  /** Where the cycles of units went, for all groups. */
  double busyIssue;

  double busyLocal;
  double busyMemory;

  private final class Wave {
    final Group group;
    final GpuTrace trace;
    final int scheduler;
    final double[] ready = new double[program.registers];
    int at;
    double time;

    Wave(Group group, GpuTrace trace, int scheduler, double time) {
      this.group = group;
      this.trace = trace;
      this.scheduler = scheduler;
      this.time = time;
    }

    /** When its next operation could begin. */
    double next() {
      double start = time;
      Op op = program.ops.get(trace.op(at));
      for (Operand operand : op.from()) {
        if (operand.register() >= 0) {
          start = Math.max(start, ready[operand.register()]);
        }
      }
      return op.guard() >= 0 ? Math.max(start, ready[op.guard()]) : start;
    }
  }

  private static final class Group {
    final List<Wave> waiting = new ArrayList<>();
    int left;
    final int slot;

    Group(int slot) {
      this.slot = slot;
    }
  }

  private record Turn(double time, Wave wave) {}

  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingDouble(Turn::time));

  GpuCore(PtxProgram program, List<GpuTrace> traces, Gpu gpu, int groups) {
    this.program = program;
    this.traces = traces;
    this.gpu = gpu;
    this.groups = groups;
    issue = new double[gpu.schedulers()];
    floats = new double[gpu.schedulers()];
    integers = new double[gpu.schedulers()];
  }

  /** Cycles until all groups are done, `resident` of them at a time. */
  double cycles(int resident) {
    for (int slot = 0; slot < Math.min(resident, groups); slot++) {
      start(slot, slot * 20.0);
    }
    while (!turns.isEmpty()) {
      Wave wave = turns.remove().wave();
      go(wave);
    }
    return end;
  }

  private void start(int slot, double time) {
    Group group = new Group(slot);
    group.left = traces.size();
    started++;
    for (int k = 0; k < traces.size(); k++) {
      Wave wave = new Wave(group, traces.get(k), (slot * traces.size() + k) % issue.length, time);
      Arrays.fill(wave.ready, time);
      turns.add(new Turn(time, wave));
    }
  }

  /** Operations of a wave for as long as it is its turn. */
  private void go(Wave wave) {
    while (true) {
      if (wave.at == wave.trace.length()) {
        ended(wave);
        return;
      }
      double start = wave.next();
      if (!turns.isEmpty() && start > turns.peek().time()) {
        turns.add(new Turn(start, wave));
        return;
      }
      Op op = program.ops.get(wave.trace.op(wave.at));
      if (op.waits()) {
        if (!barrier(wave, start)) {
          return;
        }
      } else {
        take(wave, op, start);
        wave.at++;
      }
    }
  }

  private void ended(Wave wave) {
    end = Math.max(end, wave.time);
    if (--wave.group.left == 0 && started < groups) {
      start(wave.group.slot, wave.time + LAUNCH);
    }
  }

  /** Whether the wave was the last; then the others go on too. */
  private boolean barrier(Wave wave, double start) {
    double arrived = Math.max(start, issue[wave.scheduler]);
    issue[wave.scheduler] = arrived + 1;
    wave.time = arrived;
    wave.at++;
    wave.group.waiting.add(wave);
    if (wave.group.waiting.size() < wave.group.left) {
      return false;
    }
    double last = wave.group.waiting.stream().mapToDouble(one -> one.time).max().orElseThrow();
    for (Wave one : wave.group.waiting) {
      one.time = last + BARRIER;
      if (one != wave) {
        turns.add(new Turn(one.time, one));
      }
    }
    wave.group.waiting.clear();
    return true;
  }

  private void take(Wave wave, Op op, double start) {
    GpuTrace trace = wave.trace;
    double cost = GpuCost.issues(op, gpu, trace.uniform(wave.at));
    if (cost == 0) {
      results(wave, op, start);
      return;
    }
    double at = Math.max(start, issue[wave.scheduler]);
    issue[wave.scheduler] = at + cost;
    busyIssue += cost;
    wave.time = at + cost;
    int work = trace.work(wave.at);
    if (op.touches("shared")) {
      double begin = Math.max(at, local);
      double takes = work * gpu.localCycles() * (gpu.lanes() < 32 ? gpu.lanes() / 32.0 : 1);
      local = begin + takes;
      busyLocal += takes;
      results(wave, op, local + gpu.localLatency());
    } else if (op.touches("global")) {
      int words = Math.max(op.to().length, op.from().length - 1);
      double through = 4.0 * words * trace.active(wave.at) / 128 * gpu.localCycles();
      local = Math.max(local, at) + through;
      busyLocal += through;
      double begin = Math.max(local, memory);
      double takes = work / gpu.bytesPerCycle();
      memory = begin + takes;
      busyMemory += takes;
      double latency = work > 0 ? gpu.latency() * gpu.clock() : CACHED;
      results(wave, op, Math.max(memory, begin + latency));
    } else if (op.base().equals("bra")) {
      wave.time = at + BRANCH;
    } else {
      unit(wave, op, at, cost, trace.uniform(wave.at));
    }
  }

  private void unit(Wave wave, Op op, double at, double cost, boolean uniform) {
    boolean ofFloats = op.type().equals("f32");
    if (gpu.scalar() && uniform && !ofFloats) {
      results(wave, op, at + gpu.alu());
      return;
    }
    double[] units = gpu.apart() && !ofFloats ? integers : floats;
    double begin = Math.max(at, units[wave.scheduler]);
    double takes = cost * (ofFloats ? gpu.floats() : gpu.integers());
    units[wave.scheduler] = begin + takes;
    wave.time = Math.max(wave.time, begin + 1);
    results(wave, op, begin + Math.max(gpu.alu(), takes));
  }

  private static void results(Wave wave, Op op, double time) {
    for (int register : op.to()) {
      wave.ready[register] = time;
    }
  }
}
