package io.downhill.cli;

import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Target;
import io.downhill.data.WordOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how to prepare a table. */
final class PreparationArguments {
  /** What columns may be besides features, as the options of a command say. */
  interface Roles {
    /** Whether any is. */
    boolean given();

    /** The options, with commas between. */
    String names();

    /** Adds them to the options of a preparation. */
    PreparationOptions addTo(PreparationOptions options);
  }

  @Option(
      names = "--exclude",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "Columns to leave out, by name or number, with commas between. A name that holds a comma"
              + " stands in double quotes: '\"weight, kg\",height'.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "The columns to use, and no others; they are used even if they look like identifiers.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--category",
      paramLabel = "COLUMN[=LEVEL][,COLUMN...]",
      description =
          "Columns to take as categories though they hold numbers. With a level, as rank=1, the"
              + " others are compared with that one, not with the most frequent one.")
  private List<String> category = new ArrayList<>();

  @Option(
      names = "--weight",
      paramLabel = "COLUMN",
      description =
          "A column that says how much each example counts; it is no feature. A weight of k is k"
              + " rows, one of 0 a row that is not there.")
  private String weight;

  @Option(
      names = "--missing",
      paramLabel = "impute|error|drop",
      converter = MissingConverter.class,
      description = {
        "What to do with gaps (default: impute):",
        "  impute  fill numbers with the mean and mark where (a second feature, if the column has"
            + " --rare gaps or more); the gap of a category is a level",
        "  error   refuse them, in training and in every row to score",
        "  drop    leave such rows out of training, those without a label too"
      })
  private Missing missing = Missing.IMPUTE;

  @Option(
      names = "--rare",
      paramLabel = "N",
      description =
          "Levels of a category in fewer than N rows are taken together as \"other\", or as the most"
              + " frequent level if even together they are fewer (default: 10). A word of --text in"
              + " fewer than N rows is no feature (default: 2).")
  private Integer rare;

  @Option(
      names = "--text",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "Columns of texts, such as mails or reviews: each word, in lower case, becomes a feature,"
              + " COLUMN:word. The model keeps the words.")
  private List<String> text = new ArrayList<>();

  @Option(
      names = "--text-weight",
      paramLabel = "tf-idf|counts",
      converter = WeightingConverter.class,
      description = {
        "What a word of a text counts (default: tf-idf):",
        "  tf-idf  how often the text has it, the more the fewer texts do, over the length of all"
            + " of the text's words together, as scikit-learn's TfidfVectorizer",
        "  counts  how often the text has it"
      })
  private Encoding.Words.Weighting textWeight;

  @Option(
      names = "--positive",
      paramLabel = "CLASS",
      description =
          "Which of two labels is positive (default: the one that sorts last). Of three and more it"
              + " is this class against all others, which the model calls \"not CLASS\".")
  private String positive;

  @Option(
      names = "--trim-label",
      paramLabel = "CHARS",
      description =
          "Characters to take off the end of labels: with . the labels \"<=50K.\" and \"<=50K\" are"
              + " one.")
  private String trim = "";

  @Option(
      names = "--test",
      paramLabel = "PART|FILE",
      description =
          "Judge the model on rows it was not trained on: a part of DATA as 0.2, drawn by --seed with"
              + " the same share of each class, or a file.")
  private String test;

  /** The class that is to be positive. */
  Optional<String> positive() {
    return Optional.ofNullable(positive);
  }

  /** The characters to take off the end of labels. */
  String trim() {
    return trim;
  }

  /** The column of the examples' weights. */
  Optional<String> weight() {
    return Optional.ofNullable(weight);
  }

  /**
   * The part of the data to judge the model on; 0 for none.
   *
   * @throws ParameterException if it cannot be one
   */
  double testPart(CommandSpec command) {
    try {
      double part = part();
      if (part < 0 || part >= 1) {
        throw new IllegalArgumentException("test must be a part from 0 to below 1, not " + test);
      }
      return part;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** Whether a model is judged on other rows. */
  boolean tests() {
    return test != null;
  }

  /** The file to judge the model on, if it is one. */
  Optional<String> testFile() {
    return Optional.ofNullable(test).filter(text -> !isNumber(text));
  }

  /**
   * The options as the library wants them.
   *
   * @throws ParameterException if one of them cannot be
   */
  PreparationOptions options(CommandSpec command, Target target, long seed) {
    try {
      return new PreparationOptions(
          target,
          Optional.ofNullable(positive),
          trim,
          weight(),
          Optional.empty(),
          Optional.empty(),
          missing,
          ColumnNames.of(exclude),
          ColumnNames.of(only),
          ColumnNames.of(category),
          rare == null ? PreparationOptions.RARE : rare,
          part(),
          seed,
          false,
          words());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private WordOptions words() {
    if (text.isEmpty() && textWeight != null) {
      throw new IllegalArgumentException("text-weight is about columns that --text names");
    }
    return new WordOptions(
        ColumnNames.of(text),
        textWeight == null ? Encoding.Words.Weighting.TF_IDF : textWeight,
        rare == null ? WordOptions.RARE : rare);
  }

  private double part() {
    if (test == null || !isNumber(test)) {
      return 0;
    }
    double part = Double.parseDouble(test);
    if (part == 0) {
      throw new IllegalArgumentException("test must be a part between 0 and 1, not " + test);
    }
    return part;
  }

  /**
   * Refuses options that mean columns where there are none.
   *
   * @param plain the data that has none
   * @param roles others that do
   * @throws ParameterException if one is given
   */
  void refuse(CommandSpec command, PlainData plain, Roles roles) {
    boolean given =
        roles.given()
            || !exclude.isEmpty()
            || !only.isEmpty()
            || !category.isEmpty()
            || weight != null
            || !trim.isEmpty()
            || missing != Missing.IMPUTE
            || !text.isEmpty()
            || textWeight != null
            || rare != null;
    boolean file = testFile().isPresent() && !plain.holdsLabels();
    if (given || file) {
      throw new ParameterException(
          command.commandLine(),
          plain.kind()
              + " has no columns to prepare: leave out --exclude, --only, --category, --text, --weight, "
              + roles.names()
              + ", --trim-label, --missing"
              + (plain.holdsLabels() ? " and --rare" : ", --rare and --test with a file"));
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  }

  /** What a word counts as it is spelled on the command line. */
  static final class WeightingConverter implements ITypeConverter<Encoding.Words.Weighting> {
    @Override
    public Encoding.Words.Weighting convert(String text) {
      for (Encoding.Words.Weighting weighting : Encoding.Words.Weighting.values()) {
        if (weighting.text().equals(text)) {
          return weighting;
        }
      }
      throw new TypeConversionException("must be tf-idf or counts, not " + text);
    }
  }

  /** The three ways as they are spelled on the command line. */
  static final class MissingConverter implements ITypeConverter<Missing> {
    @Override
    public Missing convert(String text) {
      return switch (text) {
        case "impute" -> Missing.IMPUTE;
        case "error" -> Missing.ERROR;
        case "drop" -> Missing.DROP;
        default -> throw new TypeConversionException("must be impute, error or drop, not " + text);
      };
    }
  }
}
