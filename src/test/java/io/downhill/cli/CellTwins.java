package io.downhill.cli;

import io.downhill.cli.DirtyTwin.Likeness;
import io.downhill.cli.Sheet.Quotes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Twins that write the values of the cells in other ways. */
final class CellTwins {
  private static final String NARROW = "\u202f";
  private static final String NO_BREAK = "\u00a0";

  private final Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private final List<DirtyTwin> twins = new ArrayList<>();

  private CellTwins() {}

  static List<DirtyTwin> all() {
    CellTwins group = new CellTwins();
    group.decimals();
    group.thousands();
    group.signs();
    group.units();
    group.percents();
    group.truths();
    group.gaps();
    group.toldGaps();
    group.labels();
    return group.twins;
  }

  private void add(String name, Sheet written, String... reading) {
    twins.add(DirtyTwin.of(name, written.csv(), written.count()).read(reading));
  }

  private void semicolons(String name, Sheet written, String... reading) {
    String text = written.text(";", Quotes.NEEDED);
    twins.add(DirtyTwin.of(name, text, written.count()).read(reading));
  }

  private void spelled(String name, String column, UnaryOperator<String> spelling) {
    add(name, sheet.spelled(column, spelling));
  }

  private static String comma(String number) {
    return number.replace('.', ',');
  }

  /** A number with its thousands apart. */
  static String grouped(String number, String separator, String point) {
    int end = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
    String whole = number.substring(0, end).replaceAll("(?<=\\d)(?=(\\d{3})+$)", separator);
    return whole + number.substring(end).replace(".", point);
  }

  private Sheet grouped(String separator, String point) {
    return sheet
        .spelled("amount", cell -> grouped(cell, separator, point))
        .spelled("change", cell -> cell.replace(".", point))
        .spelled("income", cell -> grouped(cell, separator, point));
  }

  private void decimals() {
    Sheet commas = sheet.spelled("amount", CellTwins::comma).spelled("change", CellTwins::comma);
    semicolons("decimal commas", commas);
    semicolons("decimal commas that are told", commas, "--decimal", ",");
    add("decimal commas in quotes", commas);
    twins.add(DirtyTwin.of("decimal commas, tabs", commas.text("\t", Quotes.NEEDED), 200));
    semicolons("decimal commas in one column", sheet.spelled("amount", CellTwins::comma));
    Sheet whole = sheet.spelled("change", cell -> cell.replaceFirst("\\.0$", ""));
    semicolons("decimal commas beside whole numbers", whole.spelled("change", CellTwins::comma));
    spelled("zeros behind decimals", "amount", cell -> cell + "00");
    spelled("zeros behind integers", "visits", cell -> cell + ".0");
    spelled("points behind integers", "visits", cell -> cell + ".");
    spelled("one more digit", "change", cell -> cell + "0");
    spelled("whole decimals without point", "change", cell -> cell.replaceFirst("\\.0$", ""));
    spelled("no zero before the point", "change", cell -> cell.replaceFirst("^(-?)0\\.", "$1."));
    spelled("seventeen digits", "amount", cell -> new BigDecimal(cell).setScale(15).toString());
    spelled("powers of ten", "amount", cell -> power(cell, "e"));
    spelled("powers of ten as Excel writes them", "income", cell -> power(cell, "E"));
    spelled("powers of ten as Fortran writes them", "amount", cell -> power(cell, "D"));
    spelled("powers of ten in some rows", "visits", cell -> cell.equals("7") ? "7e0" : cell);
  }

  private static String power(String number, String letter) {
    String text = String.format(Locale.ROOT, "%.15e", Double.parseDouble(number));
    return text.replace("e", letter);
  }

  private void thousands() {
    add("thousands by commas in quotes", grouped(",", "."));
    semicolons("thousands by commas, semicolons", grouped(",", "."));
    semicolons("thousands by points, decimal commas", grouped(".", ","));
    semicolons("thousands by points and told", grouped(".", ","), "--decimal", ",");
    semicolons("thousands by blanks", grouped(" ", ","));
    semicolons("thousands by no-break blanks", grouped(NO_BREAK, ","));
    semicolons("thousands by narrow no-break blanks", grouped(NARROW, ","));
    add("thousands by apostrophes", grouped("'", "."));
    add("thousands by curly apostrophes", grouped("\u2019", "."));
    add("thousands by blanks, decimal points", grouped(" ", "."));
    add("thousands by underscores", grouped("_", "."));
    Sheet commas = sheet.spelled("income", cell -> grouped(cell, ",", "."));
    add("thousands by commas in integers alone", commas);
    semicolons("thousands by commas in integers, semicolons", commas);
    semicolons("thousands by commas in integers, told", commas, "--decimal", ".");
    Sheet whole = CleanTables.sheet(CleanTables.INTEGERS);
    Sheet points = whole.spelled("income", cell -> grouped(cell, ".", ","));
    Sheet others = whole.spelled("income", cell -> grouped(cell, ",", "."));
    integers("points, nothing else", points, ";");
    integers("points, nothing else, told", points, ";", "--decimal", ",");
    integers("points, nothing else, commas between, told", points, ",", "--decimal", ",");
    integers("commas, nothing else", others, ",");
    integers("commas, nothing else, semicolons, told", others, ";", "--decimal", ".");
  }

  private void integers(String name, Sheet written, String delimiter, String... reading) {
    String text = written.text(delimiter, Quotes.NEEDED);
    twins.add(
        DirtyTwin.of("thousands by " + name, text, written.count())
            .from(CleanTables.INTEGERS)
            .read(reading));
  }

  private void signs() {
    spelled("minus of Unicode", "change", cell -> cell.replace('-', '\u2212'));
    spelled("dash for minus", "change", cell -> cell.replace('-', '\u2013'));
    spelled("leading plus", "change", cell -> cell.startsWith("-") ? cell : "+" + cell);
    spelled("brackets for minus", "change", cell -> cell.replaceFirst("^-(.*)", "($1)"));
    spelled("minus behind", "change", cell -> cell.replaceFirst("^-(.*)", "$1-"));
    spelled("blank behind the minus", "change", cell -> cell.replace("-", "- "));
    spelled("zeros before", "income", cell -> "0" + cell);
    spelled("zeros to one width", "visits", cell -> "0".repeat(3 - cell.length()) + cell);
    spelled("formulas of a spreadsheet", "amount", cell -> "=\"" + cell + "\"");
    spelled("apostrophe of a spreadsheet", "amount", cell -> "'" + cell);
    spelled("full-width digits", "visits", CellTwins::wide);
  }

  private static String wide(String digits) {
    StringBuilder text = new StringBuilder();
    digits.chars().forEach(c -> text.append((char) (c - '0' + '\uff10')));
    return text.toString();
  }

  private void units() {
    spelled("dollars", "income", cell -> "$" + grouped(cell, ",", "."));
    spelled("dollars and cents", "amount", cell -> "$" + grouped(cell, ",", "."));
    spelled("dollars without thousands", "income", cell -> "$" + cell);
    spelled("euros behind", "amount", cell -> cell + " €");
    spelled("euros before", "amount", cell -> "€" + cell);
    semicolons(
        "euros with commas", sheet.spelled("amount", cell -> grouped(cell, ".", ",") + " €"));
    spelled("pounds", "income", cell -> "£" + cell);
    spelled("code of a currency before", "income", cell -> "USD " + cell);
    spelled("code of a currency behind", "income", cell -> cell + " EUR");
    spelled("negative dollars", "change", cell -> cell.replaceFirst("^(-?)", "$1\\$"));
    spelled("kilograms", "amount", cell -> cell + " kg");
    spelled("kilograms without a blank", "visits", cell -> cell + "kg");
    spelled("degrees", "change", cell -> cell + " °C");
    spelled("one cell with a unit", "visits", cell -> cell.equals("7") ? "7 times" : cell);
  }

  private void percents() {
    for (String origin : List.of(CleanTables.TABLE, CleanTables.PARTS_OF_ONE)) {
      Sheet clean = CleanTables.sheet(CleanTables.TABLE);
      String where = origin.equals(CleanTables.TABLE) ? "" : ", for parts of one";
      percent("percent" + where, clean.spelled("rate", cell -> cell + "%"), origin);
      percent("percent after a blank" + where, clean.spelled("rate", cell -> cell + " %"), origin);
      percent("percent and point" + where, clean.spelled("rate", cell -> cell + ".0%"), origin);
    }
    Sheet comma = sheet.spelled("rate", cell -> cell + ",0 %");
    twins.add(
        DirtyTwin.of("percent and comma", comma.text(";", Quotes.NEEDED), sheet.count())
            .like(Likeness.ROUNDING));
  }

  private void percent(String name, Sheet written, String origin) {
    twins.add(
        DirtyTwin.of(name, written.csv(), written.count()).from(origin).like(Likeness.ROUNDING));
  }

  private void truth(String yes, String no) {
    Sheet written = sheet.spelled("member", cell -> cell.equals("true") ? yes : no);
    twins.add(
        DirtyTwin.of("truth as " + yes + " and " + no, written.csv(), sheet.count())
            .like(Likeness.ROUNDING));
  }

  private void truths() {
    truth("TRUE", "FALSE");
    truth("True", "False");
    truth("yes", "no");
    truth("YES", "NO");
    truth("Y", "N");
    truth("t", "f");
    truth("1", "0");
    truth("1.0", "0.0");
    truth("on", "off");
    truth("vrai", "faux");
    truth("WAHR", "FALSCH");
    truth(".T.", ".F.");
    truth("✓", "✗");
    truth("1", "-1");
    spelled("truth in two ways", "member", cell -> cell.equals("true") ? "TRUE" : cell);
    int[] row = {0};
    spelled(
        "truth as digits in some rows",
        "member",
        cell -> row[0]++ % 2 == 0 ? cell : cell.equals("true") ? "1" : "0");
  }

  private Sheet gap(String spelling) {
    return sheet.filled("change", cell -> cell.isEmpty() ? spelling : cell);
  }

  private void gaps() {
    for (String spelling :
        List.of(
            "NA",
            "N/A",
            "NaN",
            "nan",
            "null",
            "NULL",
            "None",
            "n/a",
            "<NA>",
            "#N/A",
            "-",
            ".",
            "?",
            "NaT",
            "na",
            "--",
            "#N/A N/A",
            "#NULL!",
            "#DIV/0!",
            "#REF!",
            "nil",
            "-nan",
            "-1.#IND",
            "1.#QNAN",
            "(null)",
            "..",
            "*",
            "\\N",
            "unknown",
            "missing")) {
      add("gaps as " + spelling, gap(spelling));
    }
    twins.add(DirtyTwin.of("gaps as quotes", quoted(""), sheet.count()));
    twins.add(DirtyTwin.of("gaps as quoted blanks", quoted("  "), sheet.count()));
    twins.add(DirtyTwin.of("gaps as quoted NA", quoted("NA"), sheet.count()));
    String[] ways = {"", "NA", "None", "n/a", "-"};
    int[] row = {0};
    add(
        "gaps in five ways",
        sheet.filled("change", cell -> cell.isEmpty() ? ways[row[0]++ % 5] : cell));
  }

  private String quoted(String gap) {
    return gap("GAP").csv().replace("GAP", '"' + gap + '"');
  }

  private void toldGaps() {
    add("gaps as missing, told", gap("missing"), "--null", "missing");
    add("gaps as \\N, told", gap("\\N"), "--null", "\\N");
    add("gaps as -999, told", gap("-999"), "--null", "-999");
    add("gaps as -999.0, told as -999", gap("-999.0"), "--null", "-999");
    add("gaps as 9999, told", gap("9999"), "--null", "9999", "--null", "missing");
    add("gaps as nothing, told", gap(""), "--null", "NA");
    add("gaps as *, the only ones", gap("*"), "--only-null", "--null", "*");
    add("gaps as quoted NA, told", gap("NA"), "--null", "NA");
  }

  private void label(String left, String kept, String... training) {
    Sheet written = sheet.spelled(CleanTables.LABEL, cell -> cell.equals("left") ? left : kept);
    twins.add(
        DirtyTwin.of("labels " + left + " and " + kept, written.csv(), sheet.count())
            .train(training));
  }

  private void labels() {
    label("1", "0");
    label("1.0", "0.0");
    label("1", "-1");
    label("2", "1");
    label("true", "false");
    label("TRUE", "FALSE");
    label("yes", "no");
    label("Y", "N");
    label("b'left'", "b'kept'");
    label("left.", "kept.", "--trim-label", ".");
    label("a", "b", "--positive", "a");
    label("gegangen, ja", "geblieben");
    label("0", "1", "--positive", "0");
    label("1e0", "0e0");
    label("50%+", "50%-", "--positive", "50%+");
    label("parti à Genève", "gardé");
    label("NaN", "1");
    label("NA", "kept");
    label("left", "");
    int[] row = {0};
    spelled(
        "labels in other cases",
        CleanTables.LABEL,
        label -> row[0]++ % 2 == 0 ? label : label.toUpperCase(Locale.ROOT));
  }
}
