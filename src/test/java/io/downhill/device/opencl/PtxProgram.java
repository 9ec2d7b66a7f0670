package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's PTX, read into operations that {@link PtxGroup} can run. */
final class PtxProgram {
  /** A register, or a constant where there is none. */
  record Operand(int register, long value) {}

  /**
   * One operation.
   *
   * @param base its first word: add, ld, bra
   * @param words all of it
   * @param type the last word: f32, s32, b64
   * @param guard the predicate that it asks, or -1
   * @param to registers that it writes, several of a vector
   * @param from what it reads; a memory operation's first is its address, whose offset is `offset`
   * @param target where a branch goes
   */
  record Op(
      String base,
      String words,
      String type,
      int guard,
      boolean negated,
      int[] to,
      Operand[] from,
      long offset,
      int target) {
    boolean in(String space) {
      return words.contains("." + space);
    }

    boolean loads() {
      return base.equals("ld");
    }

    boolean stores() {
      return base.equals("st");
    }

    boolean touches(String space) {
      return (loads() || stores()) && in(space);
    }

    boolean waits() {
      return base.equals("bar");
    }
  }

  final List<Op> ops;
  final int registers;

  /** Bytes of local memory that the host may hand over; they stand before the kernel's own. */
  static final int FROM_HOST = 128 << 10;

  /** Bytes of all. */
  final int shared;

  private static final Pattern NAMED = Pattern.compile("%[\\w.]+");
  private static final Pattern LABEL = Pattern.compile("(\\$\\w+):.*");
  private static final Pattern MEMORY = Pattern.compile("\\[([^\\]+]+)(?:\\+(-?\\d+))?\\]");
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Long> addresses = new LinkedHashMap<>();
  private int[] widths;
  private final Map<String, Integer> labels = new HashMap<>();

  private PtxProgram(String assembly, String kernel) {
    GpuCode.Kernel found =
        PtxText.kernels(assembly).stream()
            .filter(one -> one.name().equals(kernel))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no kernel " + kernel));
    List<String> lines = new ArrayList<>();
    for (String line : found.body()) {
      Matcher label = LABEL.matcher(line);
      if (label.matches()) {
        labels.put(label.group(1), lines.size());
      } else if (!line.startsWith(".") && !line.startsWith("//")) {
        lines.add(line.replaceAll("//.*", "").strip().replaceAll(";$", ""));
      }
    }
    shared = layOut(assembly);
    List<Op> read = new ArrayList<>();
    lines.forEach(line -> read.add(read(line)));
    ops = PtxSchedule.of(read, labels.values());
    registers = names.size();
  }

  /** One kernel of a text. */
  static PtxProgram of(String assembly, String kernel) {
    return new PtxProgram(assembly, kernel);
  }

  /** Gives every array of local memory its place; those of other kernels do no harm. */
  private int layOut(String assembly) {
    Matcher array =
        Pattern.compile("\\.shared \\.align (\\d+) \\.b8\\s+([\\w$]+)\\[(\\d+)\\]")
            .matcher(assembly);
    long place = FROM_HOST;
    while (array.find()) {
      addresses.put(array.group(2), place);
      place += (Long.parseLong(array.group(3)) + 127) / 128 * 128;
    }
    return (int) place;
  }

  private int register(String name) {
    return names.computeIfAbsent(name, any -> names.size());
  }

  /** The number of a special register, which a program that does not ask for it has not. */
  int special(String name) {
    return names.getOrDefault(name, -1);
  }

  /** Registers of 32 bits that one of the text takes, if it holds a float. */
  int width(int register) {
    if (widths == null) {
      widths = new int[registers];
      names.forEach((name, at) -> widths[at] = name.startsWith("%f") ? 1 : 0);
    }
    return widths[register];
  }

  private Op read(String line) {
    int guard = -1;
    boolean negated = false;
    String rest = line;
    if (rest.startsWith("@")) {
      int space = rest.indexOf(' ');
      negated = rest.charAt(1) == '!';
      guard = register(rest.substring(negated ? 2 : 1, space));
      rest = rest.substring(space + 1).strip();
    }
    String[] halves = rest.split("\\s+", 2);
    String words = halves[0];
    String base = words.split("\\.")[0];
    String type = words.substring(words.lastIndexOf('.') + 1);
    String list = halves.length > 1 ? halves[1] : "";
    if (base.equals("bra")) {
      return new Op(
          base,
          words,
          type,
          guard,
          negated,
          new int[0],
          new Operand[0],
          0,
          labels.get(list.strip()));
    }
    if (base.equals("ret") || base.equals("bar")) {
      return new Op(base, words, type, guard, negated, new int[0], new Operand[0], 0, -1);
    }
    if (base.equals("ld") || base.equals("st")) {
      Matcher memory = MEMORY.matcher(list);
      if (!memory.find()) {
        throw new IllegalStateException("no address: " + line);
      }
      long offset = memory.group(2) == null ? 0 : Long.parseLong(memory.group(2));
      String others = list.replace(memory.group(), "");
      Operand address =
          words.contains(".param") ? parameter(memory.group(1)) : operand(memory.group(1));
      List<Operand> values = operands(others);
      boolean loads = base.equals("ld");
      int[] to = loads ? values.stream().mapToInt(Operand::register).toArray() : new int[0];
      List<Operand> from = new ArrayList<>(List.of(address));
      from.addAll(loads ? List.of() : values);
      return new Op(
          base, words, type, guard, negated, to, from.toArray(Operand[]::new), offset, -1);
    }
    List<Operand> all = operands(list);
    int[] to = {all.get(0).register()};
    Operand[] from = all.subList(1, all.size()).toArray(Operand[]::new);
    return new Op(base, words, type, guard, negated, to, from, 0, -1);
  }

  /** A parameter's number, which ends its name. */
  private static Operand parameter(String name) {
    return new Operand(-1, Long.parseLong(name.substring(name.lastIndexOf('_') + 1)));
  }

  private List<Operand> operands(String list) {
    List<Operand> operands = new ArrayList<>();
    for (String one : list.replaceAll("[{}]", "").split(",")) {
      if (!one.isBlank()) {
        operands.add(operand(one.strip()));
      }
    }
    return operands;
  }

  private Operand operand(String text) {
    if (NAMED.matcher(text).matches()) {
      return new Operand(register(text), 0);
    }
    if (text.startsWith("0f")) {
      return new Operand(-1, Long.parseLong(text.substring(2), 16));
    }
    Long address = addresses.get(text);
    return new Operand(-1, address != null ? address : Long.decode(text));
  }
}
