package io.downhill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downhill.cli.DirtyTwin.Likeness;
import io.downhill.cli.Sheet.Quotes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Twins in several files and in other forms than delimited text. */
final class FormTwins {
  private static final String TYPES =
      "{amount: 'DOUBLE', change: 'DOUBLE', visits: 'INTEGER', income: 'INTEGER', rate: 'INTEGER',"
          + " town: 'VARCHAR', joined: 'DATE', member: 'BOOLEAN', outcome: 'VARCHAR'}";

  private final Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private final List<DirtyTwin> twins = new ArrayList<>();

  private FormTwins() {}

  static List<DirtyTwin> all() {
    FormTwins group = new FormTwins();
    group.parts();
    group.json();
    group.parquet();
    group.queries();
    group.matrices();
    return group.twins;
  }

  private DirtyTwin of(String name, DirtyTwin.Writer writer) {
    return DirtyTwin.of(name, "table.csv", writer, sheet.count());
  }

  private void parts() {
    String[] first = {"part-0.csv", "part-1.csv", "part-2.csv"};
    part("parts, one by one", "csv", Sheet::csv, first);
    part("parts by a pattern", "csv", Sheet::csv, "part-*.csv");
    part("parts with semicolons", "csv", s -> s.text(";", Quotes.ALL), "part-*.csv");
    part("parts with Windows ends", "csv", s -> s.csv().replace("\n", "\r\n"), "part-*.csv");
    part("parts with byte order marks", "csv", s -> "\uFEFF" + s.csv(), "part-*.csv");
    part("parts that do not end", "csv", s -> s.csv().strip(), "part-*.csv");
    part("parts as JSON lines", "jsonl", FormTwins::lines, "part-*.jsonl");
    part("parts aligned", "txt", Sheet::aligned, "part-*.txt");
    odd("parts, the second without a header", s -> s.body(",", Quotes.NEEDED));
    odd("parts, the second with a byte order mark", s -> "\uFEFF" + s.csv());
    odd("parts, the second with Windows ends", s -> s.csv().replace("\n", "\r\n"));
    odd("parts, the second with semicolons", s -> s.text(";", Quotes.NEEDED));
    odd("parts, the second with quotes", s -> s.text(",", Quotes.ALL));
    List<String> order = new ArrayList<>(sheet.names());
    Collections.swap(order, 0, 3);
    odd("parts, the second with columns in another order", s -> s.columns(order).csv());
    odd("parts, the second without a column", s -> s.without("visits").csv());
    odd("parts, the second with one more column", s -> s.led("more", i -> i + "").csv());
    odd(
        "parts, the second with decimal commas",
        s -> s.spelled("amount", cell -> cell.replace('.', ',')).csv());
    odd("parts, the second with a title", s -> "More\n" + s.csv());
    odd("parts, the second in Windows-1252", null);
  }

  /** Three files of the same form. */
  private void part(
      String name, String end, java.util.function.Function<Sheet, String> form, String... data) {
    int[] cuts = {0, 70, 71, 200};
    DirtyTwin.Writer writer =
        folder -> {
          for (int k = 0; k < 3; k++) {
            Path file = folder.resolve("part-" + k + "." + end);
            Files.writeString(file, form.apply(sheet.part(cuts[k], cuts[k + 1])));
          }
        };
    twins.add(of(name, writer).data(data));
  }

  /** Two files, the second of another form; null for another encoding. */
  private void odd(String name, java.util.function.Function<Sheet, String> form) {
    DirtyTwin.Writer writer =
        folder -> {
          Files.writeString(folder.resolve("part-0.csv"), sheet.part(0, 90).csv());
          Sheet rest = sheet.part(90, 200);
          byte[] bytes =
              form == null ? rest.csv().getBytes("windows-1252") : form.apply(rest).getBytes(UTF_8);
          Files.write(folder.resolve("part-1.csv"), bytes);
        };
    twins.add(of(name, writer).data("part-*.csv"));
  }

  private void json() {
    file("JSON lines", "table.jsonl", lines(sheet));
    file(
        "JSON lines without the gaps",
        "table.ndjson",
        lines(sheet).replace("\"change\":null,", ""));
    file("JSON lines in .json", "table.json", lines(sheet));
    file("JSON, all texts", "table.jsonl", json(sheet, (name, cell) -> '"' + cell + '"'));
    String array = lines(sheet).strip().replace("\n", ",\n");
    file("JSON array", "table.json", "[" + array + "]\n");
    file("JSON array with blanks", "table.json", "[\n  " + array.replace(":", " : ") + "\n]");
    file("JSON lines and Windows ends", "table.jsonl", lines(sheet).replace("\n", "\r\n"));
    file("JSON lines and blank ones", "table.jsonl", lines(sheet) + "\n\n");
    file("JSON lines escaped", "table.jsonl", lines(sheet).replace("ü", "\\u00fc"));
    file("JSON in an object", "table.json", "{\"rows\": [" + array + "]}");
    String tower = json(sheet, (n, cell) -> "{\"value\": " + value(n, cell) + "}");
    file("JSON with objects in cells", "table.jsonl", tower);
    file("JSON with NaN", "table.jsonl", lines(sheet).replace("null", "NaN"));
    twins.add(
        DirtyTwin.of(
            "JSON lines, packed",
            "table.jsonl.gz",
            TextTwins.packed(lines(sheet).getBytes(UTF_8)),
            sheet.count()));
    List<String> order = new ArrayList<>(sheet.names());
    Collections.reverse(order);
    twins.add(
        DirtyTwin.of(
                "JSON lines, names from the last",
                "table.jsonl",
                lines(sheet.columns(order)).getBytes(UTF_8),
                sheet.count())
            .like(Likeness.ROUNDING));
  }

  private void file(String name, String file, String text) {
    twins.add(DirtyTwin.of(name, file, text.getBytes(UTF_8), sheet.count()));
  }

  private static String lines(Sheet sheet) {
    return json(sheet, FormTwins::value);
  }

  private static String value(String name, String cell) {
    return cell.isEmpty() ? "null" : cell.matches("-?[0-9.]+|true|false") ? cell : '"' + cell + '"';
  }

  private static String json(Sheet sheet, BiFunction<String, String, String> value) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : sheet.rows()) {
      List<String> cells = new ArrayList<>();
      for (int j = 0; j < row.size(); j++) {
        String name = sheet.names().get(j);
        cells.add('"' + name + "\":" + value.apply(name, row.get(j)));
      }
      text.append('{').append(String.join(",", cells)).append("}\n");
    }
    return text.toString();
  }

  private void parquet() {
    parquet("Parquet", "SELECT *");
    parquet("Parquet of texts", "SELECT COLUMNS(*)::VARCHAR");
    parquet("Parquet with decimals", "SELECT * REPLACE (amount::DECIMAL(9,2) AS amount)");
    parquet("Parquet with small integers", "SELECT * REPLACE (visits::TINYINT AS visits)");
    parquet("Parquet with large integers", "SELECT * REPLACE (income::HUGEINT AS income)");
    parquet("Parquet with moments", "SELECT * REPLACE (joined::TIMESTAMP AS joined)");
    parquet("Parquet with moments of a zone", "SELECT * REPLACE (joined::TIMESTAMPTZ AS joined)");
    parquet(
        "Parquet with dictionaries", "SELECT * REPLACE (town::ENUM('" + towns() + "') AS town)");
    parquet("Parquet with truth as integers", "SELECT * REPLACE (if(member, 1, 0) AS member)");
    parquet("Parquet with a label of truth", "SELECT * REPLACE (outcome = 'left' AS outcome)");
    parquet("Parquet with labels 0 and 1", "SELECT * REPLACE ((outcome = 'left')::INT AS outcome)");
  }

  private String towns() {
    return String.join("', '", sheet.column("town").stream().distinct().toList());
  }

  private void parquet(String name, String select) {
    DirtyTwin.Writer writer =
        folder -> {
          Path csv = Files.writeString(folder.resolve("clean.csv"), sheet.csv());
          String read = "read_csv('" + csv + "', header = true, columns = " + TYPES + ")";
          copy(select + " FROM (SELECT * FROM " + read + ")", folder.resolve("table.parquet"));
        };
    Likeness likeness = name.contains("integers") ? Likeness.ROUNDING : Likeness.BITS;
    twins.add(of(name, writer).data("table.parquet").like(likeness));
  }

  private static void copy(String query, Path file) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("COPY (" + query + ") TO '" + file + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void queries() {
    twins.add(query("query of a CSV file", "SELECT * FROM 'FOLDER/table.csv'"));
    List<String> amounts = sheet.column("amount");
    int[] order =
        IntStream.range(0, sheet.count())
            .boxed()
            .sorted(Comparator.comparing(i -> Double.parseDouble(amounts.get(i))))
            .mapToInt(i -> i)
            .toArray();
    DirtyTwin ordered =
        query("query with an order", "SELECT * FROM 'FOLDER/table.csv' ORDER BY amount");
    twins.add(ordered.rows(order).like(Likeness.ROUNDING));
  }

  private DirtyTwin query(String name, String query) {
    return of(name, folder -> Files.writeString(folder.resolve("table.csv"), sheet.csv()))
        .data("--sql", query);
  }

  private void matrices() {
    for (String descr : List.of("<f8", "<f4", ">f8")) {
      matrix("matrix of " + descr, descr, false);
      matrix("matrix of " + descr + " by columns", descr, true);
    }
  }

  private void matrix(String name, String descr, boolean byColumns) {
    Sheet numbers = CleanTables.sheet(CleanTables.NUMBERS);
    DirtyTwin.Writer writer =
        folder -> {
          Sheet x = numbers.without(CleanTables.LABEL);
          npy(folder.resolve("x.npy"), descr, byColumns, x);
          npy(folder.resolve("y.npy"), "<f8", false, numbers.columns(List.of(CleanTables.LABEL)));
        };
    twins.add(
        of(name, writer)
            .from(CleanTables.NUMBERS)
            .data("x.npy")
            .label("y.npy")
            .like(descr.equals("<f4") ? Likeness.DIGITS : Likeness.BITS)
            .apart());
  }

  private static void npy(Path file, String descr, boolean byColumns, Sheet x) {
    int m = x.count();
    int n = x.names().size();
    boolean wide = descr.endsWith("8");
    String shape = n == 1 ? "(" + m + ",)" : "(" + m + ", " + n + ")";
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, byColumns ? "True" : "False", shape);
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(128 + 8 * m * n);
    bytes.put((byte) 0x93).put("NUMPY\1\0".getBytes(UTF_8)).put((byte) 118).put((byte) 0);
    bytes.put(padded.getBytes(UTF_8));
    bytes.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < m * n; k++) {
      String cell = byColumns ? x.rows().get(k % m).get(k / m) : x.rows().get(k / n).get(k % n);
      double value = Double.parseDouble(cell);
      if (wide) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    try {
      Files.write(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
