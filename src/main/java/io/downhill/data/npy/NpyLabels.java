package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.LabelText;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads labels from a NumPy .npy vector, of numbers or texts. */
final class NpyLabels {
  private static final Logger LOG = LoggerFactory.getLogger(NpyLabels.class);

  private static final Gaps GAPS = new Gaps(CellText.GAPS);

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
        (type, element) -> {
          row[0]++;
          add(file + ": row " + row[0], type, element, coder);
          return !coder.hopeless();
        });
    coder.finish(builder, file);
    coder.warnings().forEach(warning -> LOG.warn("{}: {}", file, warning));
  }

  private static void add(String place, NpyType type, ByteBuffer element, LabelCoder coder) {
    if (type.isText()) {
      add(place, text(place, type, element), coder);
      return;
    }
    if (type.isBoolean()) {
      add(place, type.read(element) == 1 ? "true" : "false", coder);
      return;
    }
    element.mark();
    double label = type.read(element);
    if (!Double.isFinite(label)) {
      throw new DataException(place + ": the label is " + label);
    }
    if (type.isLong() && Math.abs(label) >= LabelText.APART) {
      add(place, type.digits(element.reset().getLong()), coder);
    } else if (!coder.add(label)) {
      throw new DataException(place + ": " + coder.refusal(LabelText.text(label)));
    }
  }

  private static void add(String place, String label, LabelCoder coder) {
    if (!coder.add(label)) {
      throw new DataException(place + ": " + coder.refusal(label));
    }
  }

  private static String text(String place, NpyType type, ByteBuffer element) {
    String label;
    try {
      label = type.text(element);
    } catch (CharacterCodingException e) {
      throw new DataException(
          place + ": the label is no text: its bytes are no UTF-8; save y.astype(str)", e);
    }
    if (GAPS.holds(label)) {
      throw new DataException(
          place + ": missing label '" + label + "'; fill it, or leave such rows out");
    }
    return label;
  }

  /** Takes one value after the other. */
  interface Visitor {
    /** Takes an element of this type off a buffer; false to end there. */
    boolean take(NpyType type, ByteBuffer element);
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
      if (!visitor.take(type, file.buffer())) {
        return;
      }
    }
  }
}
