package io.downhill.data;

import java.util.regex.Pattern;

/** What sparse text looks like: lines of a label and pairs of index:value. */
public final class PairLines {
  /** How many characters of a file are looked at. */
  public static final int LOOK = 1 << 12;

  private static final String PAIR = "[ \\t]++\\d++:[-+.\\deE]++";

  /** Two lines of a number and pairs such as 3:0.5, or one of twenty pairs. */
  private static final Pattern SPARSE =
      Pattern.compile(
          "([+-]?[\\d.]++(%1$s)++[ \\t]*+\\R){2}|[+-]?[\\d.]++(%1$s){20}".formatted(PAIR));

  private PairLines() {}

  /** Whether a file that begins like this is sparse text. */
  public static boolean isSeenIn(String begin) {
    return SPARSE.matcher(begin).lookingAt();
  }
}
