package io.downhill.data.cell;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may stand before or after a number and say what it counts. */
final class UnitText {
  private static final int LONGEST = 16;

  /** Codes of currencies, as EUR. */
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> CURRENCY_WORDS = Set.of("kr", "rs", "fr");

  /** Halves of the day, and the begin of an exponent. */
  private static final Set<String> NO_UNITS = Set.of("am", "pm", "a.m.", "p.m.", "e");

  private UnitText() {}

  /** Whether a word, not empty, is a currency, as $, EUR or kr. */
  static boolean isCurrency(String word) {
    char last = word.charAt(word.length() - 1);
    return Character.getType(last) == Character.CURRENCY_SYMBOL && word.length() <= 4
        || CURRENCIES.contains(word)
        || CURRENCY_WORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a text after a number may be its unit: a sign as %, or a word as km/h. */
  static boolean isUnit(String text) {
    if (text.length() > LONGEST || NO_UNITS.contains(text.toLowerCase(Locale.ROOT))) {
      return false;
    }
    return text.chars()
        .allMatch(
            c ->
                Character.isLetter(c)
                    || Character.getType(c) == Character.CURRENCY_SYMBOL
                    || "%\u2030\u00b0\u00b2\u00b3/ ".indexOf(c) >= 0);
  }
}
