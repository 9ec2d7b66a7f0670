package io.downhill.cli;

import io.downhill.data.DataFormat;
import io.downhill.data.DataPath;
import io.downhill.data.FileOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.sparse.SparseFiles;
import io.downhill.data.table.TableSource;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how to read a table. */
final class TableArguments {
  @Option(
      names = "--sql",
      paramLabel = "QUERY",
      description =
          "Instead of DATA a query of DuckDB, as \"SELECT * FROM 'sales.parquet' WHERE year ="
              + " 2024\"; with ORDER BY if it joins, groups or asks for one IN a list, or the order"
              + " of its rows, and with it the last bits of a model, may differ from run to run.")
  private String sql;

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      converter = DelimiterConverter.class,
      description =
          "What stands between the cells of a text: a character, tab or space (default: found out).")
  private Character delimiter;

  @Option(
      names = "--format",
      paramLabel = "csv|tsv|json|parquet|libsvm",
      converter = FormatConverter.class,
      description =
          "What DATA is, where neither its name nor its first bytes tell: a table, or sparse text"
              + " (libsvm). The DATA of a table may be - for the standard input, or a pipe.")
  private Form format;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = EncodingConverter.class,
      description =
          "How the characters of a text are written, as windows-1251 or UTF-16LE (default: UTF-16 if a"
              + " mark says so, UTF-8 if all bytes are, else windows-1252).")
  private Charset encoding;

  @Option(
      names = "--skip",
      paramLabel = "N",
      description =
          "So many lines at the begin of each text are no part of the table, such as a title"
              + " (default: 0).")
  private int skip;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description =
          "Lines of a text that begin with this, as #, are no rows. What the options from --delimiter"
              + " to --header say is about the files, not stored in a model: a file to score that is"
              + " written in the same way needs the same ones.")
  private String comment;

  @Option(
      names = "--header",
      negatable = true,
      description =
          "Whether the first line holds the names of the columns (default: found out). Without, they"
              + " are column0, column1, ...")
  private Boolean header;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description =
          "A text that stands for a gap, besides a blank cell, ?, NA, N/A, #N/A, NaN and NULL; may be"
              + " given again. In columns of numbers, dates and truth values None, n/a, <NA>, -, . and"
              + " what else data frames and spreadsheets write are gaps too.")
  private List<String> gaps = new ArrayList<>();

  @Option(
      names = "--only-null",
      description =
          "The texts of --null are the only gaps, besides a blank cell: NA may then be a label or a"
              + " level. The model keeps it.")
  private boolean onlyNull;

  @Option(
      names = "--decimal",
      paramLabel = ".|,",
      converter = DecimalConverter.class,
      description =
          "The decimal sign of numbers in text: with , 1,234 is 1.234 and 1.234 is 1234 (default:"
              + " found out from all cells of a column; where these allow both, from other columns"
              + " and the delimiter).")
  private Character decimal;

  /**
   * The table that the user means.
   *
   * @throws ParameterException if there is none, or two
   */
  TableSource source(CommandSpec command, List<String> data) {
    if (data.isEmpty() == (sql == null)) {
      throw new ParameterException(
          command.commandLine(),
          data.isEmpty() ? "missing DATA or --sql" : "DATA and --sql are one too many");
    }
    if (sql != null && isAboutFiles()) {
      throw new ParameterException(
          command.commandLine(),
          "--sql reads its files as its query says: leave out --delimiter, --format, --encoding,"
              + " --skip, --comment and --header");
    }
    try {
      return sql != null ? TableSource.sql(sql).with(options()) : files(data);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** Adds the files of the table to those that a command reads. */
  Places addTo(Places places, List<String> data) {
    return places.reads("DATA", data).readsQuery("--sql", sql);
  }

  /** Whether the table is a query. */
  boolean isQuery() {
    return sql != null;
  }

  private boolean isAboutFiles() {
    boolean told = delimiter != null || format != null || encoding != null || header != null;
    return told || skip != 0 || comment != null;
  }

  /** Files, read as the options say. */
  TableSource files(List<String> data) {
    return TableSource.files(data, options());
  }

  private TableOptions options() {
    return new TableOptions(Optional.ofNullable(delimiter), Optional.ofNullable(header), gaps)
        .onlyGaps(onlyNull)
        .decimal(Optional.ofNullable(decimal))
        .files(
            new FileOptions(
                format == null ? Optional.empty() : format.table(),
                Optional.ofNullable(encoding),
                skip,
                Optional.ofNullable(comment)));
  }

  /**
   * The data where it is no table: a matrix of NumPy or SciPy, or sparse text.
   *
   * @throws ParameterException if there is something beside it
   */
  Optional<PlainData> plain(CommandSpec command, List<String> data) {
    for (String end : List.of(".npy", ".npz")) {
      if (data.stream().anyMatch(file -> isNamed(file, end))) {
        if (data.size() > 1 || sql != null) {
          throw new ParameterException(
              command.commandLine(),
              "a " + end + " matrix is all the data: give one, and nothing else");
        }
        String file = data.get(0);
        return Optional.of(end.equals(".npy") ? new NpyData(file) : new NpzData(file));
      }
    }
    Optional<SparseData> sparse = sparse(data);
    boolean table = delimiter != null || encoding != null || header != null || comment != null;
    if (sparse.isPresent() && (table || skip != 0 || sql != null || decimal != null)) {
      throw new ParameterException(
          command.commandLine(),
          "sparse text has no cells: leave out --sql, --delimiter, --encoding, --skip, --comment,"
              + " --header and --decimal");
    }
    return sparse.map(PlainData.class::cast);
  }

  private Optional<SparseData> sparse(List<String> data) {
    if (data.isEmpty() || format != null && format.table().isPresent()) {
      return Optional.empty();
    }
    if (format != null || data.stream().anyMatch(SparseFiles::isNamed)) {
      return Optional.of(new SparseData(data, false));
    }
    boolean seen = sql == null && data.stream().allMatch(TableArguments::isSeenAsSparse);
    return seen ? Optional.of(new SparseData(data, true)) : Optional.empty();
  }

  /** Whether the files have names that say nothing, and look like sparse text. */
  private static boolean isSeenAsSparse(String data) {
    List<Path> files = data.equals("-") ? List.of() : DataPath.named(data);
    return !files.isEmpty()
        && files.stream().allMatch(f -> DataFormat.ofName(f).isEmpty() && Files.isRegularFile(f))
        && files.stream().allMatch(SparseFiles::isSeen);
  }

  private static boolean isNamed(String file, String end) {
    return file.toLowerCase(Locale.ROOT).endsWith(end);
  }

  /**
   * What DATA is said to be.
   *
   * @param table how it holds a table; empty for sparse text
   */
  record Form(Optional<DataFormat> table) {}

  /** A format in lower case. */
  static final class FormatConverter implements ITypeConverter<Form> {
    @Override
    public Form convert(String text) {
      return new Form(
          switch (text) {
            case "csv" -> Optional.of(DataFormat.CSV);
            case "tsv" -> Optional.of(DataFormat.TSV);
            case "json" -> Optional.of(DataFormat.JSON);
            case "parquet" -> Optional.of(DataFormat.PARQUET);
            case "libsvm" -> Optional.empty();
            default ->
                throw new TypeConversionException(
                    "must be csv, tsv, json, parquet or libsvm, not " + text);
          });
    }
  }

  /** An encoding that this JVM knows. */
  static final class EncodingConverter implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String text) {
      try {
        return Charset.forName(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "must be an encoding such as UTF-8, UTF-16LE, windows-1252 or Shift_JIS, not " + text);
      }
    }
  }

  /** A point or a comma. */
  static final class DecimalConverter implements ITypeConverter<Character> {
    @Override
    public Character convert(String text) {
      if (!text.equals(".") && !text.equals(",")) {
        throw new TypeConversionException("must be . or , and not '" + text + "'");
      }
      return text.charAt(0);
    }
  }

  /** One character, or the word for one. */
  static final class DelimiterConverter implements ITypeConverter<Character> {
    @Override
    public Character convert(String text) {
      return switch (text) {
        case "tab", "\\t" -> '\t';
        case "space" -> ' ';
        default -> {
          if (text.length() != 1 || "\"\n\r".contains(text)) {
            throw new TypeConversionException(
                "must be one character, tab or space, not '" + text + "'");
          }
          yield text.charAt(0);
        }
      };
    }
  }
}
