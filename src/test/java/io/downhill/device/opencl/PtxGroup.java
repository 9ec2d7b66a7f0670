package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;
import io.downhill.device.opencl.PtxProgram.Operand;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the items of one group, wave by wave, and writes down what each wave did: to the bit what a
 * GPU would compute, and the work that it would have with it. Items of a wave that take different
 * branches wait for each other at the lowest place in the text.
 */
final class PtxGroup {
  /** The longest that a program may be. */
  private static final long MOST_STEPS = 400_000_000L;

  /** Bytes that memory gives at least. */
  private static final int SECTOR = 64;

  private static final int BANKS = 32;

  private final PtxProgram program;
  private final int wave;
  private final int items;
  private final long[][] registers;
  private final long[] parameters;
  private final int[][] buffers;
  private final int[] shared;
  private final int[] place;
  private final boolean[] stopped;
  private final boolean[] ended;
  private final BitSet sectors = new BitSet();
  private final GpuTrace[] traces;

  /**
   * A group of `items` whose number is `group`.
   *
   * @param buffers of global memory, 4-byte words; the address of the k-th is {@link #address}
   * @param parameters of the kernel, in order
   */
  PtxGroup(
      PtxProgram program, int wave, int items, int group, int[][] buffers, long... parameters) {
    this.program = program;
    this.wave = wave;
    this.items = items;
    this.buffers = buffers;
    this.parameters = parameters;
    registers = new long[program.registers][items];
    shared = new int[program.shared / Integer.BYTES];
    place = new int[items];
    stopped = new boolean[items];
    ended = new boolean[items];
    traces = new GpuTrace[(items + wave - 1) / wave];
    Arrays.setAll(traces, any -> new GpuTrace());
    for (int item = 0; item < items; item++) {
      set("%tid.x", item, item);
      set("%ntid.x", item, items);
      set("%ctaid.x", item, group);
    }
  }

  /** Where a buffer begins. */
  static long address(int buffer) {
    return (buffer + 1L) << 36;
  }

  private void set(String special, int item, long value) {
    if (program.special(special) >= 0) {
      registers[program.special(special)][item] = value;
    }
  }

  /** Runs to the end; what each wave did. */
  List<GpuTrace> run() {
    long steps = 0;
    while (true) {
      boolean moved = false;
      for (int first = 0; first < items; first += wave) {
        while (step(first)) {
          moved = true;
          if (++steps > MOST_STEPS) {
            throw new IllegalStateException("no end after " + steps + " steps");
          }
        }
      }
      if (!moved) {
        return List.of(traces);
      }
      boolean all = true;
      for (int item = 0; item < items; item++) {
        all &= stopped[item] || ended[item];
      }
      if (all) {
        Arrays.fill(stopped, false);
      }
    }
  }

  /** One operation of a wave, by those of its items that are furthest behind. */
  private boolean step(int first) {
    int last = Math.min(items, first + wave);
    int at = Integer.MAX_VALUE;
    for (int item = first; item < last; item++) {
      if (!stopped[item] && !ended[item]) {
        at = Math.min(at, place[item]);
      }
    }
    if (at == Integer.MAX_VALUE) {
      return false;
    }
    Op op = program.ops.get(at);
    int[] active = new int[last - first];
    int count = 0;
    boolean asked = false;
    for (int item = first; item < last; item++) {
      if (!stopped[item] && !ended[item] && place[item] == at) {
        boolean holds = op.guard() < 0 || (registers[op.guard()][item] != 0) != op.negated();
        place[item] = holds && op.target() >= 0 ? op.target() : at + 1;
        asked = true;
        if (holds) {
          active[count++] = item;
        }
      }
    }
    int work = 1;
    boolean uniform = false;
    switch (op.base()) {
      case "bra" -> uniform = true;
      case "ret" -> {
        for (int k = 0; k < count; k++) {
          ended[active[k]] = true;
        }
      }
      case "bar" -> {
        for (int k = 0; k < count; k++) {
          stopped[active[k]] = true;
        }
      }
      case "ld", "st" -> work = memory(op, active, count);
      default -> uniform = compute(op, active, count);
    }
    // A wave comes to a barrier when the last of its items does.
    if (asked && (!op.waits() || arrived(first, last))) {
      traces[first / wave].add(at, work, uniform, count);
    }
    return true;
  }

  private boolean arrived(int first, int last) {
    for (int item = first; item < last; item++) {
      if (!stopped[item] && !ended[item]) {
        return false;
      }
    }
    return true;
  }

  private long value(Operand operand, int item) {
    return operand.register() < 0 ? operand.value() : registers[operand.register()][item];
  }

  /** Whether all results are the same. */
  private boolean compute(Op op, int[] active, int count) {
    Operand[] from = op.from();
    long[] to = registers[op.to()[0]];
    boolean uniform = true;
    for (int k = 0; k < count; k++) {
      int item = active[k];
      long a = value(from[0], item);
      long b = from.length > 1 ? value(from[1], item) : 0;
      long c = from.length > 2 ? value(from[2], item) : 0;
      to[item] = PtxValue.of(op, a, b, c);
      uniform &= to[item] == to[active[0]];
    }
    return uniform;
  }

  /** Moves words; cycles of the banks for local memory, bytes never touched before for global. */
  private int memory(Op op, int[] active, int count) {
    int words = op.loads() ? op.to().length : op.from().length - 1;
    boolean twice = op.type().endsWith("64");
    if (op.in("param")) {
      for (int k = 0; k < count; k++) {
        registers[op.to()[0]][active[k]] =
            PtxValue.as(op.type(), parameters[(int) op.from()[0].value()]);
      }
      return 0;
    }
    if (twice || op.type().endsWith("16") || op.type().endsWith("8")) {
      throw new IllegalArgumentException(op.words());
    }
    int bytes = 0;
    Set<Long> touched = new HashSet<>();
    int[] perBank = new int[BANKS];
    int cycles = 0;
    int turn = Math.max(1, BANKS / words);
    for (int k = 0; k < count; k++) {
      long address = value(op.from()[0], active[k]) + op.offset();
      if (k % turn == 0) {
        cycles += Arrays.stream(perBank).max().orElse(0);
        Arrays.fill(perBank, 0);
      }
      int[] memory = op.in("shared") ? shared : buffers[(int) (address >>> 36) - 1];
      int word = (int) ((address & (1L << 36) - 1) >> 2);
      for (int v = 0; v < words; v++) {
        if (op.loads()) {
          registers[op.to()[v]][active[k]] = memory[word + v] & 0xFFFFFFFFL;
        } else {
          memory[word + v] = (int) value(op.from()[1 + v], active[k]);
        }
        if (op.in("shared")) {
          if (touched.add((long) word + v)) {
            perBank[(word + v) % BANKS]++;
          }
        } else {
          long sector = (address + 4L * v) / SECTOR;
          // Buffers are far apart: a sector's number is squeezed into what a set of bits can hold.
          int number = (int) ((sector >>> 30) * (1 << 24) + (sector & (1 << 24) - 1));
          if (!sectors.get(number)) {
            sectors.set(number);
            bytes += SECTOR;
          }
        }
      }
    }
    cycles += Arrays.stream(perBank).max().orElse(0);
    return op.in("shared") ? Math.max(1, cycles) : bytes;
  }
}
