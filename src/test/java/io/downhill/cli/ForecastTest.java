package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
  private static final long SECOND = 1_000_000_000L;

  /** After iterations of a second each, which the first ten took twice as long. */
  private static Forecast after(int count, Forecast forecast, IntToDoubleFunction slope) {
    for (int k = 0; k <= count; k++) {
      forecast.seen(k, slope.applyAsDouble(k), time(k));
    }
    return forecast;
  }

  private static long time(int k) {
    return (k + Math.min(k, 10)) * SECOND;
  }

  @Test
  void solverThatUsesItsIterationsTakesAtMostTheTimeOfTheRest() {
    Forecast forecast = after(100, new Forecast(160, 0, true), k -> 1);
    assertEquals(Optional.of("at most 60.0 s to go"), forecast.left(time(100)));
    assertEquals(Optional.of("at most 45.0 s to go"), forecast.left(time(115)));
  }

  @Test
  void slopeThatFallsEvenlyTellsWhenItWillBeThere() {
    Forecast forecast = after(200, new Forecast(100_000, 1e-4, true), k -> Math.pow(0.99, k));
    double iterations = Math.log(1e-4) / Math.log(0.99) - 200;
    assertEquals(
        Optional.of("about " + Forecast.time(iterations) + " to go"), forecast.left(time(200)));
  }

  @Test
  void slopeThatFallsEverSlowerTellsNothing() {
    Forecast forecast = after(200, new Forecast(1000, 1e-4, false), k -> 1 / (k + 1.0));
    assertEquals(Optional.empty(), forecast.left(time(200)));
  }

  @Test
  void slopeThatWouldTakeLongerThanIsAllowedTellsTheMost() {
    Forecast forecast = after(200, new Forecast(300, 1e-4, true), k -> Math.pow(0.99, k));
    assertEquals(Optional.of("at most 1 min 40 s to go"), forecast.left(time(200)));
  }

  @Test
  void solverThatEndsLongBeforeTellsNothing() {
    Forecast forecast = after(100, new Forecast(1000, 0, false), k -> Math.pow(0.5, k));
    assertEquals(Optional.empty(), forecast.left(time(100)));
  }

  @Test
  void fewIterationsTellNothing() {
    Forecast forecast = after(15, new Forecast(1000, 1e-4, true), k -> Math.pow(0.9, k));
    assertEquals(Optional.empty(), forecast.left(time(15)));
    assertEquals(Optional.empty(), new Forecast(1000, 1e-4, true).left(0));
  }

  @Test
  void lastIterationLeavesNothing() {
    Forecast forecast = after(160, new Forecast(160, 0, true), k -> 1);
    assertEquals(Optional.empty(), forecast.left(time(160)));
  }

  @Test
  void restIsNeverBelowNothing() {
    Forecast forecast = after(100, new Forecast(101, 0, true), k -> 1);
    assertEquals(Optional.of("at most 0.0 s to go"), forecast.left(time(300)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "12.34, 12.3 s",
    "99.4, 99.4 s",
    "100, 1 min 40 s",
    "5999, 99 min 59 s",
    "6000, 1 h 40 min",
    "360000, 100 h 00 min"
  })
  void timesHaveAboutThreeDigits(double seconds, String text) {
    assertEquals(text, Forecast.time(seconds));
  }
}
