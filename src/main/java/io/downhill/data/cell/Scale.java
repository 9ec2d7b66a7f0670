package io.downhill.data.cell;

import java.util.Optional;
import java.util.stream.Stream;

/** How the cells of a column become numbers. */
public sealed interface Scale permits NumberFormat, TruthScale, DateStyle {
  /** Numbers as programs write them. */
  Scale NUMBER = NumberFormat.PLAIN;

  /** 1 for true, yes, t, y and 1; 0 for false, no, f, n and 0. */
  Scale TRUTH = TruthScale.TRUTH;

  /** Days from 1970-01-01 of dates and times as 2024-01-31 or 2024-01-31 12:30:00. */
  Scale DAY = DateStyle.DAY;

  /** What it is called in a model file, numbers of every format alike. */
  String id();

  /** What a cell is called in messages. */
  String word();

  /** What becomes of the column, in a few words. */
  String description();

  /** The value of a cell that is no gap; NaN if it is no such value. */
  double value(String text);

  /** The scale with this id; numbers in their plain format. */
  static Optional<Scale> of(String id) {
    Stream<Scale> dates = Stream.of(DateStyle.values());
    return Stream.concat(Stream.of(NUMBER, TRUTH), dates)
        .filter(scale -> scale.id().equals(id))
        .findFirst();
  }

  /** Whether it counts days. */
  static boolean isDay(Scale scale) {
    return scale instanceof DateStyle style && style != DateStyle.TIME;
  }

  /** Whether it is of numbers. */
  static boolean isNumber(Scale scale) {
    return scale instanceof NumberFormat;
  }
}
