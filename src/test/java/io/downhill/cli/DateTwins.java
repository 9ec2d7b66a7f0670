package io.downhill.cli;

import io.downhill.cli.DirtyTwin.Likeness;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Twins that write dates in other ways. */
final class DateTwins {
  private final Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private final List<DirtyTwin> twins = new ArrayList<>();

  private DateTwins() {}

  static List<DirtyTwin> all() {
    DateTwins group = new DateTwins();
    group.dates();
    group.moments();
    return group.twins;
  }

  private void spelled(String name, String column, UnaryOperator<String> spelling) {
    twins.add(DirtyTwin.of(name, sheet.spelled(column, spelling).csv(), sheet.count()));
  }

  private void date(String name, String pattern) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    spelled(name, "joined", cell -> LocalDate.parse(cell).format(format));
  }

  private void dates() {
    for (String pattern :
        List.of(
            "d.M.yyyy",
            "dd.MM.yyyy",
            "M/d/yyyy",
            "MM/dd/yyyy",
            "dd/MM/yyyy",
            "d-M-yyyy",
            "yyyy/MM/dd",
            "dd-MMM-yyyy",
            "d MMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "M/d/yy",
            "dd.MM.yy",
            "yyyy.MM.dd",
            "EEE, dd MMM yyyy",
            "dd-MMM-yy",
            "yyyy年M月d日")) {
      date("dates as " + pattern, pattern);
    }
    spelled("dates as 20240131", "joined", cell -> cell.replace("-", ""));
    spelled("one date that is none", "joined", cell -> cell.endsWith("-14") ? "2023-02-30" : cell);
    shifted("dates as days of a spreadsheet", day -> Long.toString(day + 25569));
    shifted("dates as Unix seconds", day -> Long.toString(day * 86_400));
    shifted("dates as Unix milliseconds", day -> day * 86_400 + "000");
    shifted("dates as Julian days", day -> day + 2440587 + ".5");
  }

  private void shifted(String name, LongFunction<String> count) {
    Sheet numbers =
        sheet.spelled("joined", cell -> count.apply(LocalDate.parse(cell).toEpochDay()));
    twins.add(DirtyTwin.of(name, numbers.csv(), sheet.count()).like(Likeness.ROUNDING).apart());
  }

  private void moments() {
    for (String pattern :
        List.of(
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            "yyyy-MM-dd'T'HH:mm:ss",
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd HH:mm:ss.SSS",
            "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
            "yyyy-MM-dd HH:mm",
            "yyyy-MM-dd HH:mm:ss 'UTC'",
            "M/d/yyyy h:mm a",
            "M/d/yyyy h:mm:ss a",
            "dd.MM.yyyy HH:mm",
            "yyyyMMdd'T'HHmmss'Z'")) {
      DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      spelled(
          "midnights as " + pattern,
          "joined",
          cell -> LocalDate.parse(cell).atStartOfDay().format(format));
    }
    for (int hours : new int[] {-5, 2}) {
      ZoneOffset offset = ZoneOffset.ofHours(hours);
      for (String pattern : List.of("yyyy-MM-dd'T'HH:mm:ssxxx", "yyyy-MM-dd HH:mm:ssxx")) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        spelled(
            "midnights of Greenwich told at " + hours + " hours as " + pattern,
            "joined",
            cell ->
                LocalDate.parse(cell)
                    .atStartOfDay()
                    .atOffset(ZoneOffset.UTC)
                    .withOffsetSameInstant(offset)
                    .format(format));
      }
    }
  }
}
