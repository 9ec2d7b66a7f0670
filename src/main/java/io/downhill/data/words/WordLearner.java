package io.downhill.data.words;

import io.downhill.data.Encoding;
import io.downhill.data.WordOptions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Learns which words of a column of texts are features. */
public final class WordLearner {
  /** The most words with a feature of their own. */
  public static final int MOST = 100_000;

  private final String column;
  private final TextRows texts;
  private final int[] rows;
  private final WordOptions options;
  private final List<String> warnings;
  private final int most;

  /**
   * Looks at a column.
   *
   * @param rows to learn from
   * @param warnings gets what the user should know
   */
  public WordLearner(
      String column, TextRows texts, int[] rows, WordOptions options, List<String> warnings) {
    this(column, texts, rows, options, warnings, MOST);
  }

  /** The same with at most {@code most} words. */
  WordLearner(
      String column,
      TextRows texts,
      int[] rows,
      WordOptions options,
      List<String> warnings,
      int most) {
    this.column = column;
    this.texts = texts;
    this.rows = rows;
    this.options = options;
    this.warnings = warnings;
    this.most = most;
  }

  /**
   * Learns the words that enough texts hold.
   *
   * @param copies for how many texts a row counts, a whole number
   */
  public Encoding learn(IntToDoubleFunction copies) {
    long[] with = new long[texts.index().size()];
    long all = 0;
    for (int row : rows) {
      long count = (long) copies.applyAsDouble(row);
      all += count;
      for (int place = texts.start(row); place < texts.start(row + 1); place++) {
        with[texts.word(place)] += count;
      }
    }
    tell();
    if (LongStream.of(with).allMatch(count -> count == 0)) {
      return new Encoding.LeftOut(column, "its texts hold no words");
    }
    int[] codes = chosen(with);
    if (codes.length == 0) {
      return new Encoding.LeftOut(column, "no word is in " + options.rare() + " texts or more");
    }
    String[] words = IntStream.of(codes).mapToObj(texts.index()::word).toArray(String[]::new);
    if (codes.length == 1 && with[codes[0]] == all && isSteady(codes[0])) {
      return new Encoding.LeftOut(column, "of its words only '" + words[0] + "', always the same");
    }
    tellEmpty(codes);
    Arrays.sort(words);
    List<Long> counts = Arrays.stream(words).map(word -> with[texts.index().code(word)]).toList();
    return new Encoding.Words(column, options.weighting(), all, List.of(words), counts);
  }

  /** The words in enough texts; of too many the most frequent, and of equal ones the first. */
  private int[] chosen(long[] with) {
    int[] codes =
        IntStream.range(0, with.length).filter(code -> with[code] >= options.rare()).toArray();
    if (codes.length <= most) {
      return codes;
    }
    long[] sorted = IntStream.of(codes).mapToLong(code -> with[code]).sorted().toArray();
    long last = sorted[sorted.length - most];
    warnings.add(
        column
            + ": "
            + codes.length
            + " words are in "
            + options.rare()
            + " texts or more; the "
            + most
            + " most frequent are features, in "
            + last
            + " texts or more");
    int[] above = IntStream.of(codes).filter(code -> with[code] > last).toArray();
    IntStream equal =
        IntStream.of(codes)
            .filter(code -> with[code] == last)
            .mapToObj(texts.index()::word)
            .sorted()
            .limit(most - above.length)
            .mapToInt(word -> texts.index().code(word));
    return IntStream.concat(IntStream.of(above), equal).toArray();
  }

  /** Whether a word that each text holds, and no other, is the same number in each. */
  private boolean isSteady(int code) {
    return options.weighting() == Encoding.Words.Weighting.TF_IDF
        || IntStream.of(rows).map(row -> count(row, code)).distinct().count() == 1;
  }

  private int count(int row, int code) {
    return IntStream.range(texts.start(row), texts.start(row + 1))
        .filter(place -> texts.word(place) == code)
        .map(texts::count)
        .sum();
  }

  private void tellEmpty(int[] codes) {
    BitSet known = new BitSet();
    IntStream.of(codes).forEach(known::set);
    long empty =
        IntStream.of(rows)
            .filter(
                row ->
                    IntStream.range(texts.start(row), texts.start(row + 1))
                        .map(texts::word)
                        .noneMatch(known::get))
            .count();
    if (empty > 0) {
      warnings.add(
          column
              + ": "
              + empty
              + " of "
              + rows.length
              + " texts are missing or hold no word that is in "
              + options.rare()
              + " texts or more");
    }
  }

  private void tell() {
    if (!texts.firstUnspaced().isEmpty()) {
      String first = texts.firstUnspaced();
      warnings.add(
          column
              + ": its texts seem to be written without blanks between words, so '"
              + (first.length() > 20 ? first.substring(0, 20) + "..." : first)
              + "' is one word; put blanks between the words, here and in rows to score");
    }
    if (texts.beyond() > 0) {
      warnings.add(
          column
              + ": more than "
              + WordIndex.MOST
              + " different words; "
              + texts.beyond()
              + " later ones are left out");
    }
  }
}
