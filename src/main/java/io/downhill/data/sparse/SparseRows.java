package io.downhill.data.sparse;

import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.FeatureIndices;
import io.downhill.data.LabelCoder;
import io.downhill.data.LabelText;
import io.downhill.data.ReadProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The rows of text files as they were parsed, part by part. Used once: {@link #rows} ends them. */
final class SparseRows {
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  /** A part of a file. */
  private record Placed(int file, SparsePart part) {}

  private final List<Placed> parts;
  private final SparsePart.Counts counts = new SparsePart.Counts();
  private final int examples;
  private final long values;

  private SparseRows(List<Placed> parts, List<TextInput> files) {
    this.parts = parts;
    long rows = 0;
    long all = 0;
    int line = 0;
    for (int k = 0; k < parts.size(); k++) {
      SparsePart part = parts.get(k).part;
      line = k > 0 && parts.get(k - 1).file == parts.get(k).file ? line : 0;
      if (part.trouble() != null) {
        throw new DataException(
            files.get(parts.get(k).file).name()
                + ": line "
                + (line + part.lineCount())
                + ": "
                + part.trouble());
      }
      line += part.lineCount();
      rows += part.labels().length;
      all += part.values().length;
      counts.add(part.counts());
    }
    if (rows == 0 || rows > Dataset.MAX_EXAMPLES || all > MOST_VALUES) {
      throw new DataException(
          TextInput.name(files)
              + (rows == 0
                  ? ": no examples: it has no rows"
                  : ": " + rows + " rows of " + all + " values; at most 2^31 of each fit"));
    }
    examples = (int) rows;
    values = all;
  }

  /**
   * Reads files, with all cores.
   *
   * @param first the least index that may be
   * @param last the greatest
   * @throws DataException if a file cannot be read, or a line cannot be used
   */
  static SparseRows read(List<TextInput> files, int first, int last, ReadProgress progress) {
    return read(files, first, last, progress, LineChunks.USUAL);
  }

  /** The same in chunks of so many bytes. */
  static SparseRows read(
      List<TextInput> files, int first, int last, ReadProgress progress, int chunkBytes) {
    Map<Integer, Placed> parts = new ConcurrentSkipListMap<>();
    AtomicBoolean failed = new AtomicBoolean();
    AtomicLong rows = new AtomicLong();
    try (LineChunks chunks = new LineChunks(files, chunkBytes)) {
      IntStream.range(0, Runtime.getRuntime().availableProcessors())
          .parallel()
          .forEach(
              worker -> {
                PairParser parser = new PairParser(first, last);
                LineChunks.Chunk chunk = next(chunks, failed, progress, rows);
                while (chunk != null) {
                  SparsePart part = parser.parse(chunk.text(), chunk.length());
                  parts.put(chunk.number(), new Placed(chunk.file(), part));
                  if (part.trouble() == null) {
                    rows.addAndGet(part.labels().length);
                  } else {
                    failed.set(true);
                  }
                  chunk = next(chunks, failed, progress, rows);
                }
              });
    } catch (IOException e) {
      throw TextInput.unreadable(TextInput.name(files), e);
    }
    return new SparseRows(new ArrayList<>(parts.values()), files);
  }

  // Chunks before one that failed are all taken by then, so the first failure is among the parts.
  private static LineChunks.Chunk next(
      LineChunks chunks, AtomicBoolean failed, ReadProgress progress, AtomicLong rows) {
    return failed.get() ? null : chunks.next(progress, rows.get());
  }

  SparsePart.Counts counts() {
    return counts;
  }

  /** The index of each value, part by part. */
  List<int[]> indices() {
    return parts.stream().map(placed -> placed.part.indices()).toList();
  }

  /** Values that are of no feature. */
  long unknown(FeatureIndices features) {
    return parts.stream().mapToLong(placed -> features.unknown(placed.part.indices())).sum();
  }

  /**
   * Adds the label of each row to a coder.
   *
   * @throws DataException if a label is none of the coder's classes
   */
  void label(LabelCoder coder, List<TextInput> files) {
    int line = 0;
    for (int k = 0; k < parts.size(); k++) {
      SparsePart part = parts.get(k).part;
      line = k > 0 && parts.get(k - 1).file == parts.get(k).file ? line : 0;
      for (int i = 0; i < part.labels().length && !coder.hopeless(); i++) {
        if (!coder.add(part.labels()[i])) {
          throw new DataException(
              files.get(parts.get(k).file).name()
                  + ": line "
                  + (line + part.lines()[i])
                  + ": "
                  + coder.refusal(LabelText.text(part.labels()[i])));
        }
      }
      line += part.lineCount();
    }
  }

  /**
   * The rows; values of no feature are left out. What was parsed is let go on the way, so that at
   * most one and a half times the result is in memory.
   */
  CsrRows rows(FeatureIndices features) {
    int count = Math.toIntExact(values - unknown(features));
    int[] starts = new int[examples + 1];
    int[] columns = new int[count];
    List<float[]> kept = new ArrayList<>();
    int row = 0;
    int place = 0;
    for (int k = 0; k < parts.size(); k++) {
      SparsePart part = parts.get(k).part;
      parts.set(k, null);
      int begin = place;
      int p = 0;
      for (int end : part.ends()) {
        for (; p < end; p++) {
          int feature = features.feature(part.indices()[p]);
          if (feature >= 0) {
            part.values()[place - begin] = part.values()[p];
            columns[place++] = feature;
          }
        }
        starts[++row] = place;
      }
      kept.add(place - begin == p ? part.values() : Arrays.copyOf(part.values(), place - begin));
    }
    float[] all = new float[count];
    place = 0;
    for (int k = 0; k < kept.size(); k++) {
      float[] some = kept.set(k, null);
      System.arraycopy(some, 0, all, place, some.length);
      place += some.length;
    }
    return new CsrRows(starts, columns, all, features.features());
  }

  /** What float32 did to values, a line each. */
  List<String> rounding(List<TextInput> files) {
    List<String> told = new ArrayList<>();
    if (counts.vanished > 0) {
      told.add(
          TextInput.name(files)
              + ": "
              + counts.vanished
              + " values are so small that they are 0 as float32; multiply their features by 1e30");
    }
    if (counts.rounded > 0) {
      told.add(
          TextInput.name(files)
              + ": "
              + counts.rounded
              + " values beyond 2^24 lost digits as float32; are their features numbers at all, and"
              + " not codes?");
    }
    return told;
  }
}
