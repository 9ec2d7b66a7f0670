package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import java.io.IOException;

/** Reads labels from a NumPy .npy vector. */
final class NpyLabels {
  private NpyLabels() {}

  /**
   * Reads a vector of labels.
   *
   * @param builder of the examples, which gets them
   * @param data how messages name the examples
   */
  static void read(String file, LabelCoder coder, Dataset.Builder builder, String data) {
    read(file, coder, builder, data, NpyFile.Sizes.USUAL);
  }

  /** The same in these sizes. */
  static void read(
      String file, LabelCoder coder, Dataset.Builder builder, String data, NpyFile.Sizes sizes) {
    int[] row = new int[1];
    forEach(
        file,
        builder.examples(),
        data,
        sizes,
        (type, label) -> {
          row[0]++;
          add(file + ": row " + row[0], type, label, coder);
          return !coder.hopeless();
        });
    coder.finish(builder, file);
  }

  private static void add(String place, NpyType type, double label, LabelCoder coder) {
    if (!Double.isFinite(label)) {
      throw new DataException(place + ": the label is " + label);
    }
    boolean known = type.isBoolean() ? coder.add(label == 1 ? "true" : "false") : coder.add(label);
    if (!known) {
      String text = type.isBoolean() ? "" + (label == 1) : LabelCoder.canonical("" + label);
      throw new DataException(place + ": " + coder.refusal(text));
    }
  }

  /** Takes one value after the other. */
  interface Visitor {
    /** Takes a value of this type; false to end there. */
    boolean take(NpyType type, double value);
  }

  /**
   * Walks over a vector of one value an example.
   *
   * @param examples how many there must be
   * @param data how messages name the examples
   * @throws DataException if the file cannot be read, or has another shape
   */
  static void forEach(
      String file, int examples, String data, NpyFile.Sizes sizes, Visitor visitor) {
    try (NpyFile vector = new NpyFile(file, sizes)) {
      forEach(vector, examples, data, visitor);
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }

  private static void forEach(NpyFile file, int examples, String data, Visitor visitor)
      throws IOException {
    NpyHeader header = file.header();
    long[] shape = header.shape();
    boolean vector = shape.length == 1 || shape.length == 2 && (shape[0] == 1 || shape[1] == 1);
    if (!vector) {
      throw new DataException(
          file.name()
              + ": shape "
              + header.shapeText()
              + " must be a vector, one label an example");
    }
    long length = shape.length == 1 ? shape[0] : shape[0] * shape[1];
    if (length != examples) {
      throw new DataException(
          file.name() + ": labels: " + length + ", but " + data + " has " + examples + " examples");
    }
    NpyType type = header.type();
    int most = file.sizes().buffer() / type.bytes();
    for (long i = 0; i < length; i++) {
      if (i % most == 0) {
        file.load(header.dataOffset() + i * type.bytes(), (int) Math.min(most, length - i));
      }
      if (!visitor.take(type, type.read(file.buffer()))) {
        return;
      }
    }
  }
}
