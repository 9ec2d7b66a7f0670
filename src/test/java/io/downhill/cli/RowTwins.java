package io.downhill.cli;

import io.downhill.cli.DirtyTwin.Likeness;
import io.downhill.cli.Sheet.Quotes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Twins with other first lines, columns in other places, rows in other orders, and more columns.
 */
final class RowTwins {
  private static final String[] COLUMNS = {"amount", "change", "visits", "income"};
  private static final int LAST = CleanTables.FEATURES.size();

  private final Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private final List<DirtyTwin> twins = new ArrayList<>();

  private RowTwins() {}

  static List<DirtyTwin> all() {
    RowTwins group = new RowTwins();
    group.titles();
    group.comments();
    group.headers();
    group.noHeaders();
    group.columnOrders();
    group.rowOrders();
    group.weights();
    group.offsets();
    group.added();
    return group.twins;
  }

  private DirtyTwin of(String name, String text) {
    return DirtyTwin.of(name, text, sheet.count());
  }

  private void add(String name, String text, String... reading) {
    twins.add(of(name, text).read(reading));
  }

  private void titles() {
    String csv = sheet.csv();
    add("a title", "Customers who left\n" + csv, "--skip", "1");
    add("a title, two lines and a blank one", "Customers\nof 2024\n\n" + csv, "--skip", "3");
    add("a title with commas", "Customers, who left, 2024\n" + csv, "--skip", "1");
    add("a title, Windows", ("Customers\n" + csv).replace("\n", "\r\n"), "--skip", "1");
    add("a title with a byte order mark", "\uFEFFCustomers\n" + csv, "--skip", "1");
    add("a title over semicolons", "Kunden\n" + sheet.text(";", Quotes.ALL), "--skip", "1");
    add("a title that is not told", "Customers who left\n" + csv);
    add("a title and a blank line that are not told", "Customers who left\n\n" + csv);
    add("a title with commas that is not told", "Customers, who left, 2024\n" + csv);
    add("no line to skip", csv, "--skip", "0");
    add("a line of totals", csv + "Total" + ",".repeat(LAST) + "\n");
    add("a foot", csv + "exported on 2024-01-31\n");
    add("a line of units under the header", csv.replaceFirst("\n", "\n\\$,,,\\$,%,,,,\n"));
    add("the header again in the middle", sheet.part(0, 90).csv() + sheet.part(90, 200).csv());
  }

  private void comments() {
    String csv = sheet.csv();
    String[] sharp = {"--comment", "#"};
    add("a comment in front", "# from the shop\n" + csv, sharp);
    add("comments everywhere", csv.replace("kept\n", "kept\n# kept, so far\n"), sharp);
    add("a comment at the end", csv + "# 200 rows", sharp);
    add("comments, Windows", ("# x\n" + csv + "#\n").replace("\n", "\r\n"), sharp);
    add("comments and quotes", "# x\n" + sheet.text(",", Quotes.ALL) + "# \"\n", sharp);
    add("comments of two characters", "// x\n" + csv + "// y, z\n", "--comment", "//");
    add("comments by percent signs", "% x\n" + csv + "% y\n", "--comment", "%");
    add("comments in an aligned table", "# x\n" + sheet.aligned() + "# y\n", sharp);
    add("no comment, though one may be", csv, sharp);
    add("a title and comments", "Shop\n# x\n" + csv, "--skip", "1", "--comment", "#");
    add("a comment in front that is not told", "# from the shop\n" + csv);
    add("a comment at the end that is not told", csv + "# 200 rows\n");
    add("a sharp before the header's first name", "#" + csv);
  }

  private void headers() {
    List<String> names = sheet.names();
    add("quoted header", sheet.text(",", Quotes.ALL).split("\n")[0] + "\n" + body());
    add("blanks around names", String.join(" , ", names) + "\n" + body());
    List<String> counted = IntStream.rangeClosed(0, LAST).mapToObj(String::valueOf).toList();
    twins.add(of("header 0, 1, 2", sheet.named(counted).csv()).label(LAST + "").apart());
    twins.add(
        of("header 0, 1, 2 and label at the end", sheet.named(counted).csv()).label("-1").apart());
    List<String> quoted = names.stream().map(name -> name + ", in all").toList();
    twins.add(of("names with commas", sheet.named(quoted).csv()).label(quoted.get(LAST)).apart());
    List<String> broken = names.stream().map(name -> name + "\nof all").toList();
    twins.add(
        of("names over two lines", sheet.named(broken).csv()).label(broken.get(LAST)).apart());
    twins.add(of("label by its place", sheet.csv()).label(LAST + ""));
    twins.add(of("label by its place from the end", sheet.csv()).label("-1"));
    List<String> twice = new ArrayList<>(names);
    twice.set(1, "amount");
    twins.add(of("one name twice", sheet.named(twice).csv()).apart());
    List<String> empty = new ArrayList<>(names);
    empty.set(1, "");
    twins.add(of("one name empty", sheet.named(empty).csv()).apart());
    add("rows counted under an empty name", sheet.led("", i -> i + "").csv());
    add("rows counted under no name", names() + "\n" + counted(","));
    add("rows counted under no name, aligned", names().replace(',', ' ') + "\n" + counted(" "));
    add("names in capitals", names().toUpperCase(java.util.Locale.ROOT) + "\n" + body());
  }

  private String names() {
    return String.join(",", sheet.names());
  }

  private String body() {
    return sheet.body(",", Quotes.NEEDED);
  }

  private String counted(String delimiter) {
    Sheet whole = sheet.filled("change", cell -> cell.isEmpty() ? "NA" : cell);
    return whole.led("n", i -> i + 1 + "").body(delimiter, Quotes.TEXTS);
  }

  private void noHeaders() {
    String body = body();
    twins.add(of("no header", body).label("-1").apart());
    twins.add(of("no header, told", body).label("-1").read("--no-header").apart());
    twins.add(of("no header, label by its place", body).label(LAST + "").apart());
    twins.add(of("no header, label by its name", body).label("column" + LAST).apart());
    String quoted = sheet.body(";", Quotes.ALL);
    twins.add(of("no header, quotes around all", quoted).label("-1").apart());
    String data = sheet.body("\t", Quotes.NONE);
    twins.add(of("no header, tabs", data).label("-1").apart());
    Sheet texts = sheet.columns(List.of("town", "member", "joined", CleanTables.LABEL));
    twins.add(
        of("no header, all texts", texts.body(",", Quotes.NONE))
            .from(CleanTables.TEXTS)
            .label("-1")
            .apart());
  }

  private void columnOrders() {
    List<String> names = new ArrayList<>(sheet.names());
    Collections.reverse(names);
    String reversed = sheet.columns(names).csv();
    twins.add(of("columns from the last to the first", reversed).like(Likeness.ROUNDING));
    for (int seed = 1; seed <= 4; seed++) {
      Collections.shuffle(names, new Random(seed));
      twins.add(
          of("columns shuffled by " + seed, sheet.columns(names).csv()).like(Likeness.ROUNDING));
    }
    List<String> first = new ArrayList<>(sheet.names());
    Collections.rotate(first, 1);
    add("label first", sheet.columns(first).csv());
  }

  private void rowOrders() {
    for (int seed = 1; seed <= 5; seed++) {
      List<Integer> order = places();
      Collections.shuffle(order, new Random(seed));
      ordered("rows shuffled by " + seed, order);
    }
    List<Integer> order = places();
    Collections.reverse(order);
    ordered("rows from the last to the first", order);
    for (String column : sheet.names()) {
      List<String> cells = sheet.column(column);
      boolean numbers = cells.stream().allMatch(cell -> cell.matches("-?[0-9.]*"));
      Comparator<Integer> by =
          numbers
              ? Comparator.comparing(
                  i -> cells.get(i).isEmpty() ? -1e9 : Double.parseDouble(cells.get(i)))
              : Comparator.comparing(cells::get);
      ordered("rows by " + column, places().stream().sorted(by).toList());
      ordered("rows by " + column + " downwards", places().stream().sorted(by.reversed()).toList());
    }
  }

  private static List<Integer> places() {
    return IntStream.range(0, CleanTables.ROWS).boxed().collect(Collectors.toList());
  }

  private void ordered(String name, List<Integer> order) {
    int[] rows = order.stream().mapToInt(i -> i).toArray();
    twins.add(of(name, sheet.rows(rows).csv()).rows(rows).like(Likeness.ROUNDING));
  }

  private void weights() {
    int[] times = CleanTables.times();
    Sheet weighted = sheet.led("copies", i -> times[i] + "");
    weighted("weights for copies", weighted);
    weighted("weights for copies as decimals", weighted.spelled("copies", k -> k + ".0"));
    int[] kept = IntStream.range(0, CleanTables.ROWS).filter(i -> times[i] > 0).toArray();
    twins.add(weights("weights for copies, none of them 0", weighted.rows(kept).csv(), kept));
    int[] order = IntStream.range(0, CleanTables.ROWS).map(i -> CleanTables.ROWS - 1 - i).toArray();
    twins.add(weights("weights for copies, rows from the last", weighted.rows(order).csv(), order));
    String outlier = "0,99999999,-999,999999999,7,1,Atlantis,1000-01-01,true,kept\n";
    int[] first =
        IntStream.concat(IntStream.range(0, CleanTables.ROWS), IntStream.of(-1)).toArray();
    String csv = weighted.csv() + outlier;
    twins.add(weights("weights for copies, and an outlier of weight 0", csv, first));
  }

  private void weighted(String name, Sheet weighted) {
    twins.add(weights(name, weighted.csv(), IntStream.range(0, CleanTables.ROWS).toArray()));
  }

  private static DirtyTwin weights(String name, String csv, int[] rows) {
    return DirtyTwin.of(name, csv, rows.length)
        .from(CleanTables.REPEATED)
        .train("--weight", "copies")
        .rows(rows)
        .like(Likeness.ROUNDING);
  }

  private void offsets() {
    for (String[] change :
        new String[][] {
          {"1e9", "1"},
          {"-1e9", "1"},
          {"1700000000", "1"},
          {"1e12", "1"},
          {"0", "1e12"},
          {"0", "1e-12"},
          {"0", "-1"},
          {"1e6", "1e-3"},
          {"3e8", "0.25"}
        }) {
      BigDecimal offset = new BigDecimal(change[0]);
      BigDecimal scale = new BigDecimal(change[1]);
      moved(COLUMNS[twins.size() % 2], change[1] + " x + " + change[0], scale, offset);
      moved(COLUMNS[2 + twins.size() % 2], change[1] + " x + " + change[0], scale, offset);
    }
  }

  private void moved(String column, String name, BigDecimal scale, BigDecimal offset) {
    Sheet moved =
        sheet.spelled(
            column, cell -> new BigDecimal(cell).multiply(scale).add(offset).toPlainString());
    twins.add(of(column + " as " + name, moved.csv()).like(Likeness.DIGITS).apart());
  }

  private void added() {
    Random random = new Random(9);
    List<Integer> nines = new ArrayList<>();
    while (nines.size() < CleanTables.ROWS) {
      nines.add(100_000_000 + random.nextInt(900_000_000));
    }
    more("id", i -> i + 1 + "");
    more("id", i -> 5000 - i + "");
    more("nr", i -> 1001 + i + "");
    more("order_id", i -> nines.get(i) + "");
    more("CustomerId", i -> nines.get(i) + "");
    more("code", i -> "C" + nines.get(i));
    more("uuid", i -> new UUID(nines.get(i) * 31L, i).toString());
    more("note", i -> "Customer " + i + " wrote: \"no, thanks\"");
    more("empty", i -> "");
    more("nothing", i -> "NA");
    more("constant", i -> "7");
    more("text", i -> "all the same");
    more("one", i -> "1.0");
    more("mail", i -> "someone" + i + "@example.org");
  }

  private void more(String name, IntFunction<String> cell) {
    add("one more column, " + name + " as " + cell.apply(0), sheet.led(name, cell).csv());
  }
}
