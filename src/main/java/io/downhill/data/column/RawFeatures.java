package io.downhill.data.column;

import io.downhill.data.CsrRows;
import io.downhill.data.CsrWriter;
import io.downhill.data.Dataset;
import io.downhill.data.DenseRow;
import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes features of raw rows, as a preparation says. */
final class RawFeatures {
  /** Rows that are encoded together: their features fit a cache. */
  static final int CHUNK = 256;

  /** Rows that are made sparse together. */
  private static final int PART = 1 << 14;

  private final RawExamples raw;
  private final List<Encoding> encodings;
  private final Preparation preparation;

  RawFeatures(RawExamples raw, Preparation preparation) {
    this.raw = raw;
    this.preparation = preparation;
    encodings = preparation.encodings();
  }

  /**
   * The features of some rows: in place where each column is one feature and all rows stay, else a
   * block at a time.
   *
   * @param rows ascending; one that is two examples stands there twice
   * @param all whether they are all rows, once each
   * @param last whether nothing is asked of these rows any more, so that each block is forgotten
   *     once its rows are features
   * @param chunk how many rows are encoded together
   */
  Dataset.Builder of(int[] rows, boolean all, boolean last, int chunk) {
    boolean inPlace =
        all
            && encodings.stream()
                .allMatch(e -> e instanceof Encoding.Numeric && e.features().size() == 1);
    return inPlace ? filled() : expanded(rows, last, chunk);
  }

  private Dataset.Builder filled() {
    for (int j = 0; j < encodings.size(); j++) {
      Encoding.Numeric numeric = (Encoding.Numeric) encodings.get(j);
      if (raw.exact(j) != null || numeric.isShifted()) {
        store(j, numeric);
      }
      if (raw.hasGaps(j)) {
        fill(j, numeric.stored(numeric.mean()));
      }
    }
    return raw.cells();
  }

  private void store(int j, Encoding.Numeric numeric) {
    for (int i = 0; i < raw.rows(); i++) {
      raw.block(i)[raw.offset(i) + j] = numeric.stored(raw.value(i, j));
    }
  }

  private void fill(int j, float mean) {
    for (int i = 0; i < raw.rows(); i++) {
      int place = raw.offset(i) + j;
      if (Float.isNaN(raw.block(i)[place])) {
        raw.block(i)[place] = mean;
      }
    }
  }

  /**
   * The same as sparse rows.
   *
   * @param rows ascending; one that is two examples stands there twice
   * @param last as above
   */
  Dataset.Builder sparse(int[] rows, boolean last) {
    List<CellFeatures> cells = cells();
    int n = preparation.features().size();
    List<CsrRows> parts = new ArrayList<>();
    for (int begin = 0; begin < rows.length; ) {
      int end = endOfBlock(rows, begin);
      int first = begin;
      parts.addAll(
          IntStream.rangeClosed(0, (end - begin - 1) / PART)
              .parallel()
              .mapToObj(
                  part -> {
                    int from = first + part * PART;
                    return sparse(cells, rows, from, Math.min(end, from + PART), n);
                  })
              .toList());
      if (last) {
        raw.cells().release(rows[begin]);
      }
      begin = end;
    }
    return new Dataset.Builder(preparation.features()).rows(CsrRows.joined(parts));
  }

  private CsrRows sparse(List<CellFeatures> cells, int[] rows, int begin, int end, int n) {
    CsrWriter writer = new CsrWriter();
    for (int k = begin; k < end; k++) {
      writer.next();
      for (int j = 0; j < cells.size(); j++) {
        cells.get(j).write(rows[k], raw.value(rows[k], j), writer);
      }
    }
    return writer.rows(n);
  }

  private List<CellFeatures> cells() {
    List<CellFeatures> cells = new ArrayList<>();
    int first = 0;
    for (int j = 0; j < encodings.size(); j++) {
      cells.add(CellFeatures.of(encodings.get(j), first, raw.levels(j), raw.texts(j)));
      first += encodings.get(j).features().size();
    }
    return cells;
  }

  private Dataset.Builder expanded(int[] rows, boolean last, int chunk) {
    List<CellFeatures> cells = cells();
    Dataset.Builder builder = new Dataset.Builder(preparation.features());
    for (int begin = 0; begin < rows.length; ) {
      int end = endOfBlock(rows, begin);
      builder.grow(end - begin);
      encode(cells, rows, begin, end, builder, chunk);
      if (last) {
        raw.cells().release(rows[begin]);
      }
      begin = end;
    }
    return builder;
  }

  /** Where the rows end that lie in the block of the row at {@code begin}. */
  private int endOfBlock(int[] rows, int begin) {
    float[] block = raw.block(rows[begin]);
    int end = begin + 1;
    while (end < rows.length && raw.block(rows[end]) == block) {
      end++;
    }
    return end;
  }

  /** Encodes the rows at {@code begin} to before {@code end} on all cores, a few at a time. */
  private void encode(
      List<CellFeatures> cells, int[] rows, int begin, int end, Dataset.Builder builder, int most) {
    IntStream.rangeClosed(0, (end - begin - 1) / most)
        .parallel()
        .forEach(
            chunk -> {
              DenseRow x = new DenseRow();
              int first = begin + chunk * most;
              int last = Math.min(end, first + most);
              for (int j = 0; j < cells.size(); j++) {
                CellFeatures cell = cells.get(j);
                for (int k = first; k < last; k++) {
                  cell.write(
                      rows[k], raw.value(rows[k], j), x.to(builder.block(k), builder.offset(k)));
                }
              }
            });
  }
}
