package io.downhill.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.downhill.cli.Sheet.Quotes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Twins whose cells are the same, but not the text around them. */
final class TextTwins {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String MARK = "\uFEFF";

  private final Sheet sheet = CleanTables.sheet(CleanTables.TABLE);
  private final List<DirtyTwin> twins = new ArrayList<>();

  private TextTwins() {}

  static List<DirtyTwin> all() {
    TextTwins group = new TextTwins();
    group.delimiters();
    group.blanks();
    group.quotes();
    group.ends();
    group.encodings();
    group.packed();
    return group.twins;
  }

  private DirtyTwin add(DirtyTwin twin) {
    twins.add(twin);
    return twin;
  }

  private void text(String name, String text, String... reading) {
    add(DirtyTwin.of(name, text, sheet.count()).read(reading));
  }

  private void file(String name, String file, String text, String... reading) {
    bytes(name, file, text.getBytes(UTF_8), reading);
  }

  private void bytes(String name, String file, byte[] bytes, String... reading) {
    add(DirtyTwin.of(name, file, bytes, sheet.count()).read(reading));
  }

  private void delimiters() {
    text("semicolons", sheet.text(";", Quotes.NEEDED));
    text("tabs", sheet.text("\t", Quotes.NEEDED));
    text("bars", sheet.text("|", Quotes.NEEDED));
    text("single blanks", sheet.filled("change", TextTwins::orNa).text(" ", Quotes.NEEDED));
    file("tabs in .tsv", "table.tsv", sheet.text("\t", Quotes.NEEDED));
    file("tabs in .txt", "table.txt", sheet.text("\t", Quotes.NEEDED));
    file("commas in .data", "table.data", sheet.csv());
    file("columns aligned with blanks", "table.txt", sheet.aligned());
    text("sharps", sheet.text("#", Quotes.NEEDED), "--delimiter", "#");
    text("carets", sheet.text("^", Quotes.NEEDED), "--delimiter", "^");
    text("control characters", sheet.text("\u0001", Quotes.NEEDED), "--delimiter", "\u0001");
    text("colons", sheet.text(":", Quotes.NEEDED), "--delimiter", ":");
    text("semicolons that are told", sheet.text(";", Quotes.NEEDED), "--delimiter", ";");
    text("double bars", sheet.text("||", Quotes.NONE));
    text("delimiter at the end of each line", sheet.csv().replace("\n", ",\n"));
    text("delimiter at the end of each row", endingRows(sheet.csv(), ","));
    text("sep= for a spreadsheet", "sep=;\n" + sheet.text(";", Quotes.NEEDED));
    text("sep= for a spreadsheet, marked", MARK + "sep=;\r\n" + crlf(sheet.text(";", Quotes.ALL)));
  }

  private static String orNa(String cell) {
    return cell.isEmpty() ? "NA" : cell;
  }

  private static String endingRows(String csv, String end) {
    int header = csv.indexOf('\n');
    return csv.substring(0, header) + csv.substring(header).replace("\n", end + "\n").substring(1);
  }

  private void blanks() {
    text("blank after commas", sheet.text(", ", Quotes.NEEDED));
    text("blank before commas", sheet.text(" ,", Quotes.NEEDED));
    text("blanks around bars", sheet.text(" | ", Quotes.NONE));
    text("blanks at the ends of lines", sheet.csv().replace("\n", "  \n"));
    text("blanks in front of lines", sheet.csv().replaceAll("(?m)^(?=.)", "  "));
    text("tabs around semicolons", sheet.text("\t;\t", Quotes.NONE));
    text("blanks to one width between commas", padded());
    text("blanks around towns", sheet.spelled("town", town -> "  " + town + " ").csv());
    text("some towns with a blank behind", some("town", town -> town + " ").csv());
    text("no-break blank behind labels", some("outcome", label -> label + "\u00a0").csv());
  }

  private String padded() {
    Sheet wide = sheet;
    for (String name : sheet.names()) {
      wide = wide.filled(name, cell -> String.format("%-12s", cell));
    }
    return wide.text(",", Quotes.NONE);
  }

  /** The sheet with every second cell of a column changed. */
  private Sheet some(String column, java.util.function.UnaryOperator<String> change) {
    int[] row = {0};
    return sheet.filled(column, cell -> row[0]++ % 2 == 0 ? cell : change.apply(cell));
  }

  private void quotes() {
    text("quotes around all", sheet.text(",", Quotes.ALL));
    text("quotes around texts", sheet.text(",", Quotes.TEXTS));
    text("quotes around all, semicolons", sheet.text(";", Quotes.ALL));
    text("quotes around all, blank after commas", sheet.text(", ", Quotes.ALL));
    for (String[] way :
        new String[][] {
          {"quotes doubled in towns", "\""},
          {"delimiters in quoted towns", ","},
          {"ends of line in quoted towns", "\n"},
          {"ends of line as Windows has them in quoted towns", "\r\n"},
          {"sharps in towns", "#"},
          {"apostrophes in towns", "'"},
          {"backslashes in towns", "\\"}
        }) {
      Sheet odd = sheet.spelled("town", town -> town + way[1] + "x");
      add(DirtyTwin.of(way[0], odd.csv(), sheet.count()).apart());
    }
    Sheet single = sheet.spelled("town", town -> "'" + town + "'");
    add(DirtyTwin.of("single quotes around towns", single.csv(), sheet.count()).apart());
    text("quotes that do not end", sheet.csv().replaceFirst("Genève", "\"Genève"));
    String inner = sheet.csv().replaceAll("Zürich|Genève|Malmö", "$0 \"x\"");
    add(DirtyTwin.of("quotes behind the beginning", inner, sheet.count()).apart());
  }

  private void ends() {
    String csv = sheet.csv();
    text("lines as Windows ends them", crlf(csv));
    text("lines as old Macs end them", csv.replace('\n', '\r'));
    text("no end of line at the end", csv.strip());
    text("no end of line at the end, Windows", crlf(csv).strip());
    text("blank lines at the end", csv + "\n\n\n");
    text("blank lines at the end, Windows", crlf(csv + "\n\n"));
    text("last line of blanks", csv + "   \n");
    text("last line of blanks that does not end", csv + "   ");
    text("last line of blanks, quoted texts", sheet.text(",", Quotes.TEXTS) + "   \n");
    text("last line of tabs, .tsv", sheet.text("\t", Quotes.NEEDED) + "\t\t\n");
    String gaps = ",".repeat(sheet.names().size() - 1) + "\n";
    add(DirtyTwin.of("last line of delimiters", csv + gaps, sheet.count()).apart());
    text("blank lines in front", "\n\n" + csv);
    text("blank lines between rows", csv.replaceFirst("kept\n", "kept\n\n"));
    text("blank line after each row", csv.replace("\n", "\n\n"));
    text("ends of lines mixed", csv.replaceFirst("kept\n", "kept\r\n"));
    text("end of file as DOS marks it", crlf(csv) + "\u001a");
    text("zero bytes at the end", csv + "\0\0\0\0");
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private void encodings() {
    String csv = sheet.csv();
    text("byte order mark", MARK + csv);
    text("byte order mark and quotes", MARK + sheet.text(",", Quotes.ALL));
    text("byte order mark, Windows ends", MARK + crlf(csv));
    bytes("Windows-1252", "table.csv", csv.getBytes(WINDOWS));
    bytes("Windows-1252, semicolons", "table.csv", sheet.text(";", Quotes.ALL).getBytes(WINDOWS));
    bytes("ISO 8859-1", "table.txt", csv.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    String broken = sheet.spelled("town", town -> town + "\nx").csv();
    add(
        DirtyTwin.of(
                "Windows-1252 with ends of line in quotes",
                "table.csv",
                broken.getBytes(WINDOWS),
                sheet.count())
            .apart());
    bytes("UTF-16LE", "table.csv", (MARK + csv).getBytes(UTF_16LE));
    bytes("UTF-16BE", "table.csv", (MARK + csv).getBytes(UTF_16BE));
    bytes(
        "UTF-16LE, tabs", "table.txt", (MARK + sheet.text("\t", Quotes.NEEDED)).getBytes(UTF_16LE));
    bytes("UTF-16LE, Windows ends", "table.csv", (MARK + crlf(csv)).getBytes(UTF_16LE));
    bytes("UTF-16LE without a mark", "table.csv", csv.getBytes(UTF_16LE));
    bytes("UTF-32", "table.csv", (MARK + csv).getBytes(Charset.forName("UTF-32LE")));
    bytes("UTF-8 but for one byte", "table.csv", oneByte(csv));
  }

  /** UTF-8, but one town at the end in Windows-1252. */
  private static byte[] oneByte(String csv) {
    int cut = csv.lastIndexOf("Zürich");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(csv.substring(0, cut).getBytes(UTF_8));
    bytes.writeBytes(csv.substring(cut).getBytes(WINDOWS));
    return bytes.toByteArray();
  }

  private void packed() {
    String csv = sheet.csv();
    bytes("packed", "table.csv.gz", packed(csv.getBytes(UTF_8)));
    bytes("packed, Windows-1252", "table.csv.gz", packed(csv.getBytes(WINDOWS)));
    bytes("packed, UTF-16LE", "table.csv.gz", packed((MARK + csv).getBytes(UTF_16LE)));
    bytes("packed, byte order mark", "table.csv.gz", packed((MARK + csv).getBytes(UTF_8)));
    bytes("packed, tabs", "table.tsv.gz", packed(sheet.text("\t", Quotes.ALL).getBytes(UTF_8)));
    bytes("packed in two pieces", "table.csv.gz", pieces(csv));
    byte[] whole = packed(csv.getBytes(UTF_8));
    bytes("packed and cut off", "table.csv.gz", java.util.Arrays.copyOf(whole, whole.length / 2));
    bytes("packed, but not named so", "table.csv", whole);
    bytes("named so, but not packed", "table.csv.gz", csv.getBytes(UTF_8));
  }

  /** Two streams one behind the other, as cat makes them. */
  private static byte[] pieces(String csv) {
    int cut = csv.indexOf('\n', csv.length() / 2) + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(packed(csv.substring(0, cut).getBytes(UTF_8)));
    bytes.writeBytes(packed(csv.substring(cut).getBytes(UTF_8)));
    return bytes.toByteArray();
  }

  static byte[] packed(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
