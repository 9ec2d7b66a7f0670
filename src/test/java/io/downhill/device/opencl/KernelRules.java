package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every kernel source must be so that each device computes the same bits, and a reader finds
 * the same header everywhere. The rules read text, not types: an operand of a division counts as an
 * integer if it is an integer literal, a name in capitals, a work-item function, or a name that the
 * file declares as an integer and nowhere as anything else.
 */
final class KernelRules {
  private static final List<String> HEADER =
      List.of("Computes", "Shapes", "Work", "Traffic", "Numerics", "Options", "Source");

  private static final Pattern OPTION = Pattern.compile("\\b([A-Z][A-Z0-9_]+):");
  private static final Pattern CONTRACTION_OFF =
      Pattern.compile("(?m)^#pragma OPENCL FP_CONTRACT OFF$");

  /** It may change how long a kernel takes and is built, but no operation. */
  private static final Pattern UNROLL = Pattern.compile("#pragma unroll( \\d+)?");

  private static final Pattern PRAGMA = Pattern.compile("(?m)^[ \\t]*#[ \\t]*pragma\\b.*$");

  private static final Pattern FAST =
      Pattern.compile("\\b(native_\\w+|half_\\w+|fast_\\w+|mad)\\s*\\(");
  private static final Pattern ATOMIC = Pattern.compile("\\b(atomic_\\w+|atom_\\w+)\\b");

  /** The built-in functions that OpenCL lets a device round as it likes. */
  private static final Pattern INEXACT =
      Pattern.compile(
          "\\b(a?(sin|cos|tan)(h|pi)?|atan2(pi)?|sincos|exp(2|10|m1)?|log(2|10|1p|b)?|pow[nr]?|rootn"
              + "|r?sqrt|cbrt|hypot|erfc?|[lt]gamma(_r)?|fmod|remainder|divide|recip|dot|cross|length"
              + "|distance|normalize|mix|smoothstep|degrees|radians)\\s*\\(");

  /** A function that PoCL 3.1 runs on arrays of its own, unless clang happens to inline it. */
  private static final Pattern CALLED_WITH_LOCAL =
      Pattern.compile("(?m)^static[^(){};]*?(\\w+)\\s*\\([^)]*\\b(?:local|PAIRS)\\b[^)]*\\)");

  private static final String WORD = "[A-Za-z_]\\w*";
  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\b(" + WORD + ")\\s+(?:(?:restrict|const)\\s+)*(" + WORD + ")\\s*(?=[=;,)])");
  private static final Set<String> INTEGER_TYPES =
      Set.of("char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "size_t");
  private static final Pattern NO_TYPE = Pattern.compile("return|else|const|restrict|case|goto");
  private static final Pattern INTEGER =
      Pattern.compile("[0-9]+[uUlL]*|0[xX][0-9a-fA-F]+[uUlL]*|[A-Z][A-Z0-9_]*|get_\\w+");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:0[xX][0-9a-fA-F.]+(?:p[-+]?[0-9]+)?|[0-9.]+(?:e[-+]?[0-9]+)?)\\w*|" + WORD);

  private KernelRules() {}

  /** The rules that a kernel source breaks, one line each; none if it keeps all of them. */
  static List<String> broken(String source) {
    List<String> broken = new ArrayList<>();
    int end = source.startsWith("/*") ? source.indexOf("*/") : -1;
    if (end < 0) {
      broken.add("begins with no block comment");
    }
    String header = source.substring(0, Math.max(end, 0));
    for (String word : HEADER) {
      if (end >= 0 && !Pattern.compile("(?m)^ \\* " + word + "\\s+\\S").matcher(header).find()) {
        broken.add("header without " + word);
      }
    }
    Matcher option = OPTION.matcher(header);
    while (option.find()) {
      String guard = "#ifndef " + option.group(1) + "\n#error ";
      if (!source.contains(guard)) {
        broken.add("option " + option.group(1) + " has no #ifndef with an #error");
      }
    }
    arithmetic(withoutComments(source), broken);
    return broken;
  }

  private static void arithmetic(String code, List<String> broken) {
    if (!CONTRACTION_OFF.matcher(code).find()) {
      broken.add("no #pragma OPENCL FP_CONTRACT OFF");
    }
    Matcher pragma = PRAGMA.matcher(code);
    while (pragma.find()) {
      if (!CONTRACTION_OFF.matcher(pragma.group()).matches()
          && !UNROLL.matcher(pragma.group().strip()).matches()) {
        broken.add("pragma: " + pragma.group().strip());
      }
    }
    report("imprecise function", FAST, code, broken);
    report("function of free rounding", INEXACT, code, broken);
    report("atomic", ATOMIC, code, broken);
    report("static, must be INLINE with local memory", CALLED_WITH_LOCAL, code, broken);
    divisions(code, broken);
  }

  private static void report(String what, Pattern pattern, String code, List<String> broken) {
    Matcher found = pattern.matcher(code);
    while (found.find()) {
      broken.add(what + ": " + found.group(1));
    }
  }

  private static void divisions(String code, List<String> broken) {
    Set<String> integers = integers(code);
    for (int at = code.indexOf('/'); at >= 0; at = code.indexOf('/', at + 1)) {
      int right = code.charAt(at + 1) == '=' ? at + 2 : at + 1;
      String operands = operandBefore(code, at) + " " + operandAfter(code, right);
      Matcher token = TOKEN.matcher(operands);
      while (token.find()) {
        if (!INTEGER.matcher(token.group()).matches()
            && !integers.contains(token.group())
            && !INTEGER_TYPES.contains(token.group())) {
          broken.add("division by or of " + token.group() + ", which is no integer");
        }
      }
    }
  }

  private static Set<String> integers(String code) {
    Set<String> integers = new HashSet<>();
    Set<String> others = new HashSet<>();
    // A declaration of several names counts for the first; the others are no integers then.
    Matcher declaration = DECLARATION.matcher(code);
    while (declaration.find()) {
      if (!NO_TYPE.matcher(declaration.group(1)).matches()) {
        boolean integer = INTEGER_TYPES.contains(declaration.group(1));
        (integer ? integers : others).add(declaration.group(2));
      }
    }
    integers.removeAll(others);
    return integers;
  }

  private static String operandBefore(String code, int end) {
    int at = end - 1;
    while (at > 0 && Character.isWhitespace(code.charAt(at))) {
      at--;
    }
    int depth = 0;
    while (at >= 0) {
      char c = code.charAt(at);
      if (c == ')' || c == ']') {
        depth++;
      } else if ((c == '(' || c == '[') && depth > 0) {
        depth--;
      } else if (depth == 0 && !isWord(c)) {
        break;
      }
      at--;
    }
    return code.substring(at + 1, end);
  }

  private static String operandAfter(String code, int begin) {
    int at = begin;
    while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
      at++;
    }
    int depth = 0;
    while (at < code.length()) {
      char c = code.charAt(at);
      if (c == '(' || c == '[') {
        depth++;
      } else if ((c == ')' || c == ']') && depth > 0) {
        depth--;
      } else if (depth == 0 && !isWord(c)) {
        break;
      }
      at++;
    }
    return code.substring(begin, at);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private static String withoutComments(String source) {
    return source.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//.*", " ");
  }
}
