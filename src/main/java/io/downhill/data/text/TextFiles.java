package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import io.downhill.data.TableOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a table in delimited text, and what is read in their place: the {@linkplain
 * CleanCopy copy} of a file if some bytes of it belong to no row, or are not UTF-8. Closed by who
 * made it, which deletes the copies.
 */
public final class TextFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextFiles.class);
  private static final Pattern LINE = Pattern.compile(": line (\\d+): ");

  private final TextTable table;
  private final FileOptions options;
  private final List<Path> files;
  private final List<Path> readable;
  private final TemporaryFile[] copies;
  private boolean settled;
  private boolean crlf;

  /** Looks at the begin of each file, and copies those that cannot be read as they are. */
  public TextFiles(List<Path> files, TextTable table, TableOptions told) {
    this.table = table;
    this.options = told.files();
    this.files = files;
    readable = new ArrayList<>(files);
    copies = new TemporaryFile[files.size()];
    try {
      for (int k = 0; k < copies.length; k++) {
        CsvSample sample =
            k == 0
                ? table.sample()
                : CsvSample.read(files.get(k), told.delimiter(table.sample().delimiter()));
        if (!sample.isClean(options) || isNamedOtherwise(files.get(k))) {
          copy(k, sample);
        }
      }
    } catch (DataException e) {
      close();
      throw e;
    }
  }

  /** Whether the name of a file, by which DuckDB goes, is wrong about whether it is packed. */
  private static boolean isNamedOtherwise(Path file) {
    return isNamedAsPacked(file) != TextEncoding.isPacked(file);
  }

  /** Whether a name says that the file is packed with gzip. */
  static boolean isNamedAsPacked(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  private void copy(int k, CsvSample sample) {
    if (sample.charset().equals(TextEncoding.WINDOWS) && options.encoding().isEmpty()) {
      survey(k, false);
    }
    copy(k, sample.charset(), sample.leading());
  }

  private void copy(int k, Charset charset, int leading) {
    CsvSample sample = table.sample();
    CleanCopy rule =
        new CleanCopy(
            charset, sample.strictDelimiter(), sample.first().size() == 1, options, leading);
    copies[k] = rule.of(files.get(k));
    readable.set(k, copies[k].path());
    LOG.debug("{}: read as {} from a copy, {}", files.get(k), charset, copies[k].path());
  }

  /** The files to read, each one of the table or its copy. */
  public List<Path> readable() {
    return readable;
  }

  /**
   * Makes sure that DuckDB reads the right rows: surveys all bytes of the files, and copies a file
   * from which it would read others.
   *
   * @param accented whether characters beyond ASCII were taken from these files as UTF-8
   * @return whether there is a new copy
   * @throws DataException if a file is no text, or in more than one encoding
   */
  public boolean settle(boolean accented) {
    if (settled) {
      return false;
    }
    settled = true;
    TextSurvey[] surveys = new TextSurvey[copies.length];
    crlf = true;
    for (int k = 0; k < copies.length; k++) {
      if (copies[k] == null) {
        // Names beyond ASCII were taken as UTF-8 too.
        surveys[k] = survey(k, accented || table.hasAccentedNames());
      }
      crlf &= surveys[k] != null && surveys[k].regular() && surveys[k].crlf();
    }
    boolean copied = false;
    for (int k = 0; k < copies.length; k++) {
      if (copies[k] == null && !(surveys[k].regular() && surveys[k].crlf() == crlf)) {
        boolean utf8 = surveys[k].utf8().valid();
        copy(k, utf8 ? StandardCharsets.UTF_8 : TextEncoding.WINDOWS, 0);
        copied = true;
      }
    }
    return copied;
  }

  /** Whether the lines of all files to read end in CR and LF; known after {@link #settle}. */
  public boolean crlf() {
    return crlf;
  }

  private TextSurvey survey(int k, boolean accented) {
    Path file = files.get(k);
    CsvSample sample = table.sample();
    TextSurvey survey = TextSurvey.of(file, sample.strictDelimiter(), sample.first().size() == 1);
    if (survey.zero() > 0) {
      throw new DataException(
          file + ": line " + survey.zero() + ": a byte of 0, which no text has; correct the file");
    }
    Utf8 utf8 = survey.utf8();
    if (!utf8.valid() && (options.encoding().isPresent() || isMarked(file))) {
      throw new DataException(file + ": not UTF-8 throughout; " + TextEncoding.cure());
    }
    if (!utf8.valid() && (utf8.characters() > utf8.strays() || accented)) {
      throw new DataException(
          file
              + ": in more than one encoding: "
              + utf8.characters()
              + " characters in UTF-8, and "
              + utf8.strays()
              + " bytes that are not; save it as UTF-8, or give --encoding windows-1252");
    }
    return survey;
  }

  private static boolean isMarked(Path file) {
    try {
      return TextEncoding.marked(file).isPresent();
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }

  /**
   * The failure to read a copy as one to read the file; the line becomes a row, since a copy has
   * the rows of the file but not its lines.
   */
  public DataException original(DataException e) {
    String message = e.getMessage();
    for (int k = 0; k < copies.length; k++) {
      if (copies[k] == null || !message.contains(copies[k].path().toString())) {
        continue;
      }
      message = message.replace(copies[k].path().toString(), files.get(k).toString());
      Matcher line = LINE.matcher(message);
      if (line.find()) {
        long row = Long.parseLong(line.group(1)) - (table.named() ? 1 : 0);
        message = line.replaceFirst(": row " + row + ": ");
      }
    }
    return message.equals(e.getMessage()) ? e : new DataException(message, e);
  }

  @Override
  public void close() {
    for (TemporaryFile copy : copies) {
      if (copy != null) {
        copy.close();
      }
    }
  }
}
