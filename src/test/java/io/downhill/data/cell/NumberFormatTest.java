package io.downhill.data.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random columns in every format: what the cells show is what was meant. */
class NumberFormatTest {
  private static final List<String> UNITS = List.of("", "", "%", "$", "\u20ac", "kg", "km/h");

  /** A plain number: whole or with up to six decimals, small or large, of either sign. */
  private static String plain(Random random) {
    String whole = Long.toString(random.nextLong(1L << 1 + random.nextInt(40)));
    String fraction = Integer.toString(random.nextInt(1_000_000)).substring(0, 1);
    String number =
        switch (random.nextInt(3)) {
          case 0 -> whole;
          case 1 -> whole + "." + fraction;
          default -> whole + "." + (random.nextInt(900_000) + 100_000) / 1000;
        };
    return random.nextInt(4) == 0 ? "-" + number : number;
  }

  /** The same number in a format, without signs between thousands now and then. */
  private static String written(String plain, NumberFormat format, Random random) {
    boolean negative = plain.startsWith("-");
    String[] parts = plain.substring(negative ? 1 : 0).split("\\.");
    StringBuilder text = new StringBuilder(parts[0]);
    if (random.nextInt(3) > 0) {
      for (int at = text.length() - 3; at > 0; at -= 3) {
        text.insert(at, format.grouping());
      }
    }
    text.append(parts.length == 1 ? "" : format.decimal() + parts[1]);
    boolean before = !format.unit().isEmpty() && "$\u20ac".contains(format.unit());
    String number = before ? format.unit() + text : text + (random.nextBoolean() ? " " : "");
    String minus = negative ? random.nextBoolean() ? "-" : "\u2212" : "";
    return minus + number + (before ? "" : format.unit());
  }

  @Test
  void everyFormatIsFoundAndGivesTheBitsOfPlainNumbers() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      String unit = UNITS.get(random.nextInt(UNITS.size()));
      NumberFormat format =
          NumberFormat.ALL.get(random.nextInt(NumberFormat.ALL.size())).withUnit(unit);
      NumberSearch search = new NumberSearch();
      List<String> plain = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(30); i++) {
        plain.add(plain(random));
        texts.add(written(plain.get(i), format, random));
        assertTrue(search.add(texts.get(i)), "seed " + seed + ": " + texts);
      }
      String where = "seed " + seed + ", " + format + ": " + texts;
      assertTrue(search.allows(format), where);
      // Where the cells leave both signs open somebody else tells which.
      char decimal = search.isOpen() ? format.decimal() : search.shown().orElse('.');
      NumberFormat found = search.format(decimal);
      for (int i = 0; i < texts.size(); i++) {
        double expected = Double.parseDouble(plain.get(i));
        assertEquals(expected, found.value(texts.get(i)), where);
        assertEquals(expected, format.value(texts.get(i)), where);
      }
    }
  }

  @Test
  void plainNumbersAreRoundedOnce() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      String plain = new BigDecimal(Double.toString(random.nextGaussian())).toPlainString();
      double expected = Double.parseDouble(plain);
      assertEquals(expected, NumberFormat.PLAIN.value(plain), plain);
      assertEquals(expected, new NumberFormat(',', "", "").value(plain.replace('.', ',')), plain);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        ",",
        "abc",
        "1.2.3",
        "1,2,3",
        "12,34,567",
        "1,234.567,8",
        "1 2",
        "1 2345",
        "0,123,456",
        "x5",
        "5 6 kg",
        "$5 kg",
        "$",
        "12:30",
        "5 am",
        "1e",
        "1e1234",
        "--5",
        "5%%x9",
        "2024-01-31",
        "Infinity",
        "NaN",
        "#5",
        "1/2"
      })
  void othersAreNoNumbers(String text) {
    NumberText number = NumberText.of(text);
    assertTrue(number == null || NumberSearch.formats(number) == 0, text);
    for (NumberFormat format : NumberFormat.ALL) {
      assertTrue(Double.isNaN(format.value(text)), text + " as " + format);
    }
  }

  @Test
  void signsThatContradictEachOtherAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new NumberFormat(',', ",", ""));
    assertThrows(IllegalArgumentException.class, () -> new NumberFormat(';', "", ""));
    assertThrows(IllegalArgumentException.class, () -> new NumberFormat('.', "-", ""));
  }
}
