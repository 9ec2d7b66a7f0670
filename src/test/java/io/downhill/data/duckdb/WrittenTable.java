package io.downhill.data.duckdb;

import io.downhill.data.FileOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A random table, and files that hold it in a random style: what a reader must find is known.
 *
 * @param style how it is written
 * @param texts for each column whether it holds texts
 * @param rows the cells; null for a gap
 */
record WrittenTable(Style style, boolean[] texts, List<String[]> rows) {
  private static final String[] BLANK = {"", " ", "   "};

  /**
   * How all files of a table are written.
   *
   * @param skip how many title lines come first
   * @param comment what comments begin with; empty for none
   */
  record Style(char delimiter, boolean header, int skip, String comment) {
    static Style of(Random random) {
      return new Style(
          ",;\t| ".charAt(random.nextInt(5)),
          random.nextBoolean(),
          random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0,
          random.nextInt(3) == 0 ? "#" : "");
    }

    FileOptions options() {
      FileOptions skipping = FileOptions.DEFAULTS.skip(skip);
      return comment.isEmpty() ? skipping : skipping.comment(comment);
    }
  }

  /** A table of one to five columns. */
  static WrittenTable of(Random random) {
    boolean[] texts = new boolean[1 + random.nextInt(5)];
    for (int j = 0; j < texts.length; j++) {
      texts[j] = random.nextBoolean();
    }
    int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 40);
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] row = new String[texts.length];
      for (int j = 0; j < row.length; j++) {
        row[j] = texts[j] ? text(random) : number(random);
      }
      rows.add(row);
    }
    return new WrittenTable(Style.of(random), texts, rows);
  }

  private static String number(Random random) {
    double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
    return switch (random.nextInt(8)) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> random.nextInt(9) + ".";
      case 2 -> "-." + random.nextInt(999);
      case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7fdfffffffffffffL));
      case 4 -> random.nextInt(40) == 0 ? null : "0";
      default -> Double.toString(value);
    };
  }

  private static String text(Random random) {
    return switch (random.nextInt(60)) {
      case 0 -> "two\nlines";
      case 1 -> "two\r\nlines";
      case 2 -> "known as \"x\"";
      case 3 -> "a 5\" pipe";
      case 4 -> "Smith, J.; |\tx";
      case 5 -> "# no comment";
      case 6 -> null;
      case 7 -> "\u20ac \u201ccaf\u00e9\u201d";
      case 8 -> "gr\u00fc\u00df";
      case 9 -> Integer.toString(random.nextInt(1000));
      default -> "level" + random.nextInt(5);
    };
  }

  /** Writes the rows into as many files, each in an encoding and with line ends of its own. */
  List<Path> write(Path folder, int files, Random random) throws IOException {
    List<Path> written = new ArrayList<>();
    for (int k = 0; k < files; k++) {
      int from = rows.size() * k / files;
      int to = rows.size() * (k + 1) / files;
      String text = text(from, to, random);
      Path file = folder.resolve(k + (random.nextInt(3) == 0 ? ".csv.gz" : ".csv"));
      try (OutputStream out = Files.newOutputStream(file);
          OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out) {
        packed.write(encoded(text, random));
      }
      written.add(file);
    }
    return written;
  }

  private static byte[] encoded(String text, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
      case 1 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
      case 2 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
      case 3 -> text.getBytes(Charset.forName("windows-1252"));
      default -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  private String text(int from, int to, Random random) {
    String[] ends = {"\n", "\r\n", "\r"};
    String usual = ends[random.nextInt(3)];
    boolean mixed = random.nextInt(4) == 0;
    boolean quotedNames = random.nextInt(4) == 0;
    int blanks = random.nextInt(3) == 0 ? 10 : Integer.MAX_VALUE;
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < style.skip(); k++) {
      text.append("A title, \"of\" sales").append(usual);
    }
    if (style.skip() == 0 && style.delimiter() == ';' && random.nextBoolean()) {
      text.append("sep=;").append(usual);
    }
    for (int i = style.header() ? from - 1 : from; i < to; i++) {
      String end = mixed ? ends[random.nextInt(3)] : usual;
      boolean comment = !style.comment().isEmpty() && random.nextInt(5) == 0;
      text.append(comment ? style.comment() + " by \"hand" + end : "");
      for (int j = 0; j < texts.length; j++) {
        text.append(j > 0 ? String.valueOf(style.delimiter()) : "");
        text.append(
            i < from ? quotedNames ? "\"c" + j + "\"" : "c" + j : cell(rows.get(i)[j], j, random));
      }
      text.append(i == to - 1 && random.nextInt(3) == 0 && rows.get(i)[0] != null ? "" : end);
      // In a table of one column a line without text is a row.
      if (texts.length > 1 && random.nextInt(blanks) == 0 && text.toString().endsWith(end)) {
        text.append(blank(random)).append(ends[random.nextInt(3)]);
      }
    }
    boolean ended = text.toString().endsWith(usual);
    text.append(ended && random.nextInt(4) == 0 ? blank(random) + usual : "");
    text.append(ended && random.nextInt(4) == 0 ? blank(random) : "");
    return text.toString();
  }

  private String blank(Random random) {
    return style.delimiter() == ' ' ? "" : BLANK[random.nextInt(BLANK.length)];
  }

  private String cell(String value, int j, Random random) {
    String quoted = value == null ? "\"\"" : "\"" + value.replace("\"", "\"\"") + "\"";
    if (value == null) {
      // Two blanks in a row would be one delimiter.
      boolean empty = texts.length > 1 && style.delimiter() != ' ';
      return List.of(quoted, "NA", empty ? "" : quoted).get(random.nextInt(3));
    }
    boolean plain = value.chars().noneMatch(c -> ",;\t| \n\r#".indexOf(c) >= 0);
    boolean number = !texts[j];
    if (number && style.delimiter() != ' ' && random.nextInt(20) == 0) {
      return " " + value + " ";
    }
    return plain && random.nextInt(10) > 0 ? value : quoted;
  }
}
