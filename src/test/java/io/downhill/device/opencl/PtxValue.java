package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;

/** What an operation of PTX on registers gives, to the bit. */
final class PtxValue {
  private PtxValue() {}

  private static float f(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
  }

  /** A value as its type reads it: signed ones extended, others not. */
  static long as(String type, long value) {
    return switch (type) {
      case "s16" -> (short) value;
      case "u16", "b16" -> value & 0xFFFF;
      case "s32" -> (int) value;
      case "u32", "b32", "f32" -> value & 0xFFFFFFFFL;
      case "s64", "u64", "b64" -> value;
      case "pred" -> value & 1;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  /** The result for operands a, b and c. */
  static long of(Op op, long a, long b, long c) {
    String type = op.type();
    if (op.base().equals("setp")) {
      return compare(op.words().split("\\.")[1], type, a, b) ? 1 : 0;
    }
    if (op.base().equals("cvt")) {
      return converted(op, a);
    }
    if (type.equals("f32") && !op.base().matches("mov|selp")) {
      return bits(ofFloats(op.base(), f(a), f(b), f(c)));
    }
    return ofIntegers(op, type, a, b, c);
  }

  private static float ofFloats(String base, float a, float b, float c) {
    return switch (base) {
      case "add" -> a + b;
      case "sub" -> a - b;
      case "mul" -> a * b;
      case "fma" -> Math.fma(a, b, c);
      case "neg" -> -a;
      case "abs" -> Math.abs(a);
      case "max" -> Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
      case "min" -> Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
      default -> throw new IllegalArgumentException(base + ".f32");
    };
  }

  private static boolean compare(String how, String type, long a, long b) {
    if (type.equals("f32")) {
      float x = f(a);
      float y = f(b);
      boolean unordered = Float.isNaN(x) || Float.isNaN(y);
      return switch (how) {
        case "lt" -> x < y;
        case "le" -> x <= y;
        case "gt" -> x > y;
        case "ge" -> x >= y;
        case "eq" -> x == y;
        case "neu" -> unordered || x != y;
        case "leu" -> unordered || x <= y;
        case "geu" -> unordered || x >= y;
        case "ltu" -> unordered || x < y;
        case "gtu" -> unordered || x > y;
        default -> throw new IllegalArgumentException("setp." + how + ".f32");
      };
    }
    long x = as(type, a);
    long y = as(type, b);
    int order = type.startsWith("s") ? Long.compare(x, y) : Long.compareUnsigned(x, y);
    return switch (how) {
      case "lt", "lo" -> order < 0;
      case "le", "ls" -> order <= 0;
      case "gt", "hi" -> order > 0;
      case "ge", "hs" -> order >= 0;
      case "eq" -> order == 0;
      case "ne" -> order != 0;
      default -> throw new IllegalArgumentException("setp." + how);
    };
  }

  private static long converted(Op op, long a) {
    String[] words = op.words().split("\\.");
    String from = words[words.length - 1];
    String to = words[words.length - 2];
    if (from.equals("f32") || to.equals("f32")) {
      throw new IllegalArgumentException(op.words());
    }
    return as(to, as(from, a));
  }

  private static long ofIntegers(Op op, String type, long left, long right, long third) {
    long a = as(type, left);
    long b = type.equals("pred") ? right & 1 : as(type, right);
    int width = type.equals("pred") ? 1 : Integer.parseInt(type.substring(1));
    boolean wide = op.words().contains(".wide");
    long product = a * b;
    return switch (op.base()) {
      case "mov", "cvta" -> left;
      case "add" -> as(type, a + b);
      case "sub" -> as(type, a - b);
      case "mul" ->
          wide
              ? product
              : op.words().contains(".hi")
                  ? (type.startsWith("u") ? product >>> width : product >> width)
                  : as(type, product);
      case "mad" -> wide ? product + third : as(type, product + as(type, third));
      case "div" -> type.startsWith("s") ? a / b : Long.divideUnsigned(a, b);
      case "rem" -> type.startsWith("s") ? a % b : Long.remainderUnsigned(a, b);
      case "and" -> a & b;
      case "or" -> a | b;
      case "xor" -> a ^ b;
      case "not" -> as(type, ~a);
      case "neg" -> as(type, -a);
      case "min" -> type.startsWith("s") ? Math.min(a, b) : Long.compareUnsigned(a, b) < 0 ? a : b;
      case "max" -> type.startsWith("s") ? Math.max(a, b) : Long.compareUnsigned(a, b) > 0 ? a : b;
      case "shl" -> right >= width ? 0 : as(type, a << right);
      case "shr" ->
          type.startsWith("s") ? a >> Math.min(right, 63) : right >= width ? 0 : a >>> right;
      case "selp" -> (third & 1) != 0 ? left : right;
      case "bfe" -> field(type, a, (int) right, (int) third);
      default -> throw new IllegalArgumentException(op.words());
    };
  }

  private static long field(String type, long a, int start, int length) {
    long bits = (a >>> start) & ((1L << length) - 1);
    return type.equals("s32") && length > 0
        ? as(type, bits << (32 - length)) >> (32 - length)
        : bits;
  }
}
