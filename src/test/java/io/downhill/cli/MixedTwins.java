package io.downhill.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.downhill.cli.DirtyTwin.Likeness;
import io.downhill.cli.Sheet.Quotes;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Twins that are different in many ways at once, by chance: in the spelling of numbers, dates,
 * truth and gaps, in columns and rows, and in the text around them. Their names say the ways.
 */
final class MixedTwins {
  private static final int COUNT = 100;
  private static final List<String> DATES =
      List.of("yyyy-MM-dd", "dd.MM.yyyy", "M/d/yyyy", "dd-MMM-yyyy", "yyyy-MM-dd'T'HH:mm:ss'Z'");
  private static final List<List<String>> TRUTHS =
      List.of(List.of("TRUE", "FALSE"), List.of("yes", "no"), List.of("1", "0"), List.of("t", "f"));
  private static final List<String> GAPS = List.of("NA", "n/a", "-", "None", "NULL", "#N/A");

  private final Random random;
  private final List<String> ways = new ArrayList<>();
  private final List<String> reading = new ArrayList<>();
  private Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private int[] rows = IntStream.range(0, CleanTables.ROWS).toArray();
  private Likeness likeness = Likeness.BITS;
  private boolean crosses = true;
  private String label = CleanTables.LABEL;

  private MixedTwins(Random random) {
    this.random = random;
  }

  static List<DirtyTwin> all() {
    return IntStream.range(0, COUNT).mapToObj(k -> new MixedTwins(new Random(k)).twin(k)).toList();
  }

  private DirtyTwin twin(int seed) {
    order();
    numbers();
    dates();
    truths();
    gaps();
    columns();
    byte[] bytes = encoded(text());
    boolean pack = chance("packed");
    String file = "table." + (random.nextBoolean() ? "csv" : "txt") + (pack ? ".gz" : "");
    DirtyTwin twin =
        DirtyTwin.of(
                "mixed " + seed + ": " + String.join(", ", ways),
                file,
                pack ? TextTwins.packed(bytes) : bytes,
                rows.length)
            .label(label)
            .read(reading.toArray(String[]::new))
            .rows(rows)
            .like(likeness);
    return crosses ? twin : twin.apart();
  }

  /** Whether one of three times to do something, which then is one of the ways. */
  private boolean chance(String way) {
    boolean chosen = random.nextInt(3) == 0;
    if (chosen) {
      ways.add(way);
    }
    return chosen;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void order() {
    if (chance("rows shuffled")) {
      List<Integer> order = IntStream.of(rows).boxed().collect(Collectors.toList());
      Collections.shuffle(order, random);
      rows = order.stream().mapToInt(i -> i).toArray();
      sheet = sheet.rows(rows);
      likeness = Likeness.ROUNDING;
    }
    if (chance("columns shuffled")) {
      List<String> names = new ArrayList<>(sheet.names());
      Collections.shuffle(names, random);
      sheet = sheet.columns(names);
      likeness = Likeness.ROUNDING;
    }
  }

  private void numbers() {
    if (chance("decimal commas")) {
      String separator = one(List.of("", ".", " ", "\u00a0"));
      sheet = grouped(separator, ",");
    } else if (chance("thousands")) {
      sheet = grouped(one(List.of(",", "'", " ")), ".");
    }
    if (chance("euros")) {
      sheet = sheet.spelled("income", cell -> cell + " €");
    }
    if (chance("plus")) {
      sheet = sheet.spelled("change", cell -> cell.startsWith("-") ? cell : "+" + cell);
    }
  }

  private Sheet grouped(String separator, String point) {
    return sheet
        .spelled("amount", cell -> CellTwins.grouped(cell, separator, point))
        .spelled("change", cell -> cell.replace(".", point))
        .spelled("income", cell -> CellTwins.grouped(cell, separator, point));
  }

  private void dates() {
    if (chance("dates")) {
      DateTimeFormatter format = DateTimeFormatter.ofPattern(one(DATES), Locale.ENGLISH);
      sheet = sheet.spelled("joined", cell -> LocalDate.parse(cell).atStartOfDay().format(format));
    }
  }

  private void truths() {
    if (chance("truth")) {
      List<String> words = one(TRUTHS);
      sheet = sheet.spelled("member", cell -> words.get(cell.equals("true") ? 0 : 1));
    }
  }

  private void gaps() {
    if (chance("gaps")) {
      String gap = one(GAPS);
      sheet = sheet.filled("change", cell -> cell.isEmpty() ? gap : cell);
    }
  }

  private void columns() {
    if (chance("identifiers")) {
      sheet = sheet.led("id", i -> 70_000 + rows[i] + "");
    }
    if (chance("texts")) {
      sheet = sheet.led("note", i -> "Row " + i + ", \"so\"\nhe said");
    }
    if (chance("an empty column")) {
      sheet = sheet.led("empty", i -> "");
    }
    if (chance("a constant")) {
      sheet = sheet.led("constant", i -> "1");
    }
  }

  private String text() {
    String delimiter = one(List.of(",", ";", "\t", "|"));
    Quotes quotes = one(List.of(Quotes.NEEDED, Quotes.TEXTS, Quotes.ALL));
    ways.add("delimiter " + delimiter.replace("\t", "tab") + ", quotes " + quotes);
    boolean bare = chance("no header");
    if (bare) {
      label = sheet.names().indexOf(CleanTables.LABEL) + "";
      crosses = false;
    }
    String text = bare ? sheet.body(delimiter, quotes) : sheet.text(delimiter, quotes);
    if (chance("comments")) {
      text = "# one\n" + text + "# two, three\n";
      reading.addAll(List.of("--comment", "#"));
    }
    if (chance("a title")) {
      text = "Customers\n" + text;
      reading.addAll(List.of("--skip", "1"));
    }
    if (chance("blanks at the end")) {
      text += "  \n\n";
    } else if (chance("no end")) {
      text = text.strip();
    }
    return chance("Windows ends") ? text.replace("\n", "\r\n") : text;
  }

  private byte[] encoded(String text) {
    switch (random.nextInt(6)) {
      case 0:
        ways.add("byte order mark");
        return ("\uFEFF" + text).getBytes(UTF_8);
      case 1:
        ways.add("Windows-1252");
        return text.getBytes(Charset.forName("windows-1252"));
      case 2:
        ways.add("UTF-16");
        return ("\uFEFF" + text).getBytes(random.nextBoolean() ? UTF_16LE : UTF_16BE);
      default:
        return text.getBytes(UTF_8);
    }
  }
}
