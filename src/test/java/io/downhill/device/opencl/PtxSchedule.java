package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;
import io.downhill.device.opencl.PtxProgram.Operand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Puts the operations of each run without a branch into an order like that of the compiler behind
 * PTX: what takes long to come is asked for first. Registers are not counted.
 */
final class PtxSchedule {
  private static final int GLOBAL = 400;
  private static final int SHARED = 30;
  private static final int OTHER = 4;

  private final List<Op> ops;
  private final List<List<Integer>> after = new ArrayList<>();
  private final int[] waitsFor;

  private PtxSchedule(List<Op> ops) {
    this.ops = ops;
    waitsFor = new int[ops.size()];
    ops.forEach(op -> after.add(new ArrayList<>()));
    dependencies();
  }

  /** The same operations in another order; branches and what they lead to stay in their places. */
  static List<Op> of(List<Op> ops, Collection<Integer> labels) {
    TreeSet<Integer> cuts = new TreeSet<>(labels);
    for (int at = 0; at < ops.size(); at++) {
      if (ops.get(at).base().matches("bra|ret")) {
        cuts.add(at);
        cuts.add(at + 1);
      }
    }
    cuts.add(ops.size());
    List<Op> all = new ArrayList<>();
    int start = 0;
    for (int cut : cuts) {
      if (cut > start) {
        all.addAll(new PtxSchedule(ops.subList(start, cut)).ordered());
        start = cut;
      }
    }
    return List.copyOf(all);
  }

  private void link(int first, int second) {
    if (first >= 0 && first != second) {
      after.get(first).add(second);
      waitsFor[second]++;
    }
  }

  private void dependencies() {
    Map<Integer, Integer> written = new HashMap<>();
    Map<Integer, List<Integer>> readSince = new HashMap<>();
    int barrier = -1;
    Map<String, Integer> stored = new HashMap<>();
    Map<String, List<Integer>> touched = new HashMap<>();
    for (int at = 0; at < ops.size(); at++) {
      Op op = ops.get(at);
      for (int register : read(op)) {
        link(written.getOrDefault(register, -1), at);
        readSince.computeIfAbsent(register, any -> new ArrayList<>()).add(at);
      }
      for (int register : op.to()) {
        link(written.getOrDefault(register, -1), at);
        for (int reader : readSince.getOrDefault(register, List.of())) {
          link(reader, at);
        }
        readSince.remove(register);
        written.put(register, at);
      }
      for (String space : List.of("shared", "global")) {
        if (op.touches(space) && !op.in("nc")) {
          link(stored.getOrDefault(space, -1), at);
          link(barrier, at);
          if (op.stores()) {
            for (int other : touched.getOrDefault(space, List.of())) {
              link(other, at);
            }
            stored.put(space, at);
          }
          touched.computeIfAbsent(space, any -> new ArrayList<>()).add(at);
        }
      }
      if (op.waits()) {
        for (List<Integer> others : touched.values()) {
          for (int other : others) {
            link(other, at);
          }
        }
        link(barrier, at);
        barrier = at;
      }
    }
  }

  static List<Integer> read(Op op) {
    List<Integer> registers = new ArrayList<>();
    for (Operand operand : op.from()) {
      if (operand.register() >= 0) {
        registers.add(operand.register());
      }
    }
    if (op.guard() >= 0) {
      registers.add(op.guard());
    }
    return registers;
  }

  private static int latency(Op op) {
    if (!op.loads()) {
      return OTHER;
    }
    return op.in("global") ? GLOBAL : op.in("shared") ? SHARED : OTHER;
  }

  private List<Op> ordered() {
    long[] path = new long[ops.size()];
    for (int at = ops.size() - 1; at >= 0; at--) {
      for (int next : after.get(at)) {
        path[at] = Math.max(path[at], path[next]);
      }
      path[at] += latency(ops.get(at));
    }
    Comparator<Integer> longestFirst = Comparator.comparingLong(at -> -path[at]);
    PriorityQueue<Integer> ready =
        new PriorityQueue<>(longestFirst.thenComparing(Comparator.naturalOrder()));
    int[] left = waitsFor.clone();
    for (int at = 0; at < left.length; at++) {
      if (left[at] == 0) {
        ready.add(at);
      }
    }
    List<Op> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int at = ready.remove();
      order.add(ops.get(at));
      for (int next : after.get(at)) {
        if (--left[next] == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }
}
