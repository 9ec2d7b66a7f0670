package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
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
  /** Comments and lines of the preprocessor with their continuations: never changed. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|^[ \\t]*#(?:\\\\\\n|[^\\n])*", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern PLACES =
      Pattern.compile(
          "barrier\\([^)]*\\);|\\bfma\\(|\\[|0x[0-9a-f]+\\.[0-9a-f]+(?=p)"
              + "|(?<![\\w.])\\d+(?![\\w.])| (?:<=|>=|==|!=|<|>|[-+*]) ");

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
    return switch (from) {
      case " < " -> " <= ";
      case " <= " -> " < ";
      case " > " -> " >= ";
      case " >= " -> " > ";
      case " == " -> " != ";
      case " != " -> " == ";
      case " + " -> " - ";
      case " - ", " * " -> " + ";
      case "fma(" -> "fma(-";
      case "[" -> "[1 + ";
      default -> ofNumberOrBarrier(from);
    };
  }

  private static String ofNumberOrBarrier(String from) {
    if (from.startsWith("barrier")) {
      return "";
    }
    if (from.startsWith("0x")) {
      int last = Character.digit(from.charAt(from.length() - 1), 16);
      return from.substring(0, from.length() - 1) + Integer.toHexString(last ^ 1);
    }
    return Long.toString(Long.parseLong(from) + 1);
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
