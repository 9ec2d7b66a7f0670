package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers on both sides of each bound up to which the parser reckons itself. */
class PlainParserTest {
  private static final BigInteger EXACT = BigInteger.TWO.pow(53);

  private static double number(String text) {
    byte[] line = (text + ",1\n").getBytes(StandardCharsets.UTF_8);
    PlainParser.Format format = new PlainParser.Format((byte) ',', false, List.of("", "NA"));
    PlainParser parser =
        new PlainParser(
            format, new int[] {0, 1}, new boolean[] {false, false}, new boolean[] {false, false});
    PlainParser.Part part =
        parser.parse(new LineRanges.Lines(line, 0, line.length, line.length - 1));
    assertTrue(part.plain() && part.rows() == 1, text);
    return part.values()[0];
  }

  private static void check(String text) {
    assertEquals(
        Double.doubleToLongBits(Double.parseDouble(text)),
        Double.doubleToLongBits(number(text)),
        text);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 19, 20, 21, 38, 39})
  void numbersOfAsManyDigitsAsALongHoldsAndMoreAreRoundedOnce(int digits) {
    for (String digit : List.of("1", "9", "8", "5")) {
      String text = digit.repeat(digits);
      check(text);
      check("-" + text);
      check(digit + "." + text.substring(1));
      check("0." + text);
      check(text + ".5");
      check("000" + text.substring(3) + ".25");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {53, 54, 62, 63, 64, 65, 128})
  void numbersAboutPowersOfTwoAreRoundedOnce(int exponent) {
    BigInteger power = BigInteger.TWO.pow(exponent);
    for (int k = -3; k <= 3; k++) {
      check(power.add(BigInteger.valueOf(k)).toString());
      check("-" + power.add(BigInteger.valueOf(k)));
    }
    // What a long would make a small number of.
    check(power.multiply(BigInteger.valueOf(3)).add(BigInteger.valueOf(17)).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {-24, -23, -22, -21, 0, 21, 22, 23, 24})
  void powersOfTenOnBothSidesOfWhatIsExactAreRoundedOnce(int exponent) {
    Random random = new Random(exponent);
    for (int k = -2; k <= 2; k++) {
      check(EXACT.add(BigInteger.valueOf(k)) + "e" + exponent);
    }
    for (int k = 0; k < 500; k++) {
      // Up to eight times 2^53, where to round twice goes wrong every few numbers.
      check(new BigInteger(56, random) + "e" + exponent);
      check(new BigInteger(53, random) + "e" + exponent);
    }
  }

  @Test
  void digitsBehindThePointCountAsAPowerOfTen() {
    String zeros = "0".repeat(19);
    check("0." + zeros + "123");
    check("0." + zeros.substring(1) + "123");
    check("1." + zeros + "e19");
    check("123456789012345.678e22");
  }
}
