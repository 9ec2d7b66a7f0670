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
    try (NpyFile vector = new NpyFile(file, sizes)) {
      read(vector, coder, builder, data);
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }

  private static void read(NpyFile file, LabelCoder coder, Dataset.Builder builder, String data)
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
    if (length != builder.examples()) {
      throw new DataException(
          file.name()
              + ": labels: "
              + length
              + ", but "
              + data
              + " has "
              + builder.examples()
              + " examples");
    }
    NpyType type = header.type();
    int most = file.sizes().buffer() / type.bytes();
    for (long i = 0; i < length && !coder.hopeless(); i++) {
      if (i % most == 0) {
        file.load(header.dataOffset() + i * type.bytes(), (int) Math.min(most, length - i));
      }
      double label = type.read(file.buffer());
      if (!Double.isFinite(label)) {
        throw new DataException(file.name() + ": row " + (i + 1) + ": the label is " + label);
      }
      boolean known =
          type.isBoolean() ? coder.add(label == 1 ? "true" : "false") : coder.add(label);
      if (!known) {
        String text = type.isBoolean() ? "" + (label == 1) : LabelCoder.canonical("" + label);
        throw new DataException(
            file.name() + ": row " + (i + 1) + ": label " + text + " is neither " + coder.names());
      }
    }
    coder.finish(builder, file.name());
  }
}
