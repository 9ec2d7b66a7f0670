package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One small change of a kernel's text.
 *
 * @param line its line, from 1
 * @param from the text there
 * @param to what replaces it
 * @param source the whole file after the change
 */
record KernelMutant(int line, String from, String to, String source) {
  /** Comments, and lines of the preprocessor but definitions: never changed. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|^[ \\t]*#(?!define)(?:\\\\\\n|[^\\n])*",
          Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern PLACES =
      Pattern.compile(
          "barrier\\([^)]*\\);|\\b(?:fma|min|fabs)\\(|\\["
              + "|0x[0-9a-f]+\\.[0-9a-f]+(?=p)|0x[0-9a-f]+(?![\\w.])"
              + "|(?<![\\w.])\\d+\\.\\d+(?:e\\d+)?f|(?<![\\w.])\\d+(?![\\w.])"
              + "| (?:<<|>>|<=|>=|==|!=|&&|\\|\\||[-+*/]=|[-<>+*/%&|]) ");

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry(" < ", " <= "),
          Map.entry(" <= ", " < "),
          Map.entry(" > ", " >= "),
          Map.entry(" >= ", " > "),
          Map.entry(" == ", " != "),
          Map.entry(" != ", " == "),
          Map.entry(" + ", " - "),
          Map.entry(" - ", " + "),
          Map.entry(" * ", " + "),
          Map.entry(" / ", " * "),
          Map.entry(" % ", " / "),
          Map.entry(" & ", " | "),
          Map.entry(" | ", " & "),
          Map.entry(" && ", " || "),
          Map.entry(" || ", " && "),
          Map.entry(" << ", " >> "),
          Map.entry(" >> ", " << "),
          Map.entry(" += ", " -= "),
          Map.entry(" -= ", " += "),
          Map.entry(" *= ", " += "),
          Map.entry(" /= ", " *= "),
          Map.entry("fma(", "fma(- "),
          Map.entry("min(", "max("),
          Map.entry("fabs(", "("),
          Map.entry("[", "[1 + "));

  /** All of a kernel file, in the order of the text. */
  static List<KernelMutant> of(String source) {
    Matcher code = PLACES.matcher(NOT_CODE.matcher(source).replaceAll(KernelMutant::blank));
    List<KernelMutant> mutants = new ArrayList<>();
    while (code.find()) {
      String from = code.group();
      String to = change(from);
      int line = (int) source.substring(0, code.start()).lines().count();
      boolean atStart = code.start() == 0 || source.charAt(code.start() - 1) == '\n';
      mutants.add(
          new KernelMutant(
              atStart ? line + 1 : line,
              from,
              to,
              source.substring(0, code.start()) + to + source.substring(code.end())));
    }
    return mutants;
  }

  private static String blank(java.util.regex.MatchResult text) {
    return text.group().replaceAll("[^\\n]", " ");
  }

  private static String change(String from) {
    if (from.startsWith("barrier")) {
      return "";
    }
    if (OTHERS.containsKey(from)) {
      return OTHERS.get(from);
    }
    if (from.startsWith("0x") && from.contains(".")) {
      int last = Character.digit(from.charAt(from.length() - 1), 16);
      // Of six digits the last has three bits.
      int bit = from.length() < "0x1.000000".length() ? 1 : 2;
      return from.substring(0, from.length() - 1) + Integer.toHexString(last ^ bit);
    }
    if (from.endsWith("f") && from.contains(".")) {
      float value = Float.parseFloat(from);
      return Float.toHexString(value == 0 ? 1 : Math.nextUp(value)) + "f";
    }
    return from.startsWith("0x")
        ? "0x" + Long.toHexString(Long.decode(from) + 1)
        : Long.toString(Long.parseLong(from) + 1);
  }

  /** Whether only a simulator can be relied on to notice it. */
  boolean barrier() {
    return from.startsWith("barrier");
  }

  @Override
  public String toString() {
    return "line "
        + line
        + ": '"
        + from
        + "' to '"
        + to
        + "': "
        + source.lines().skip(line - 1).findFirst().orElse("").strip();
  }
}
