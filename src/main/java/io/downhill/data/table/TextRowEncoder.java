package io.downhill.data.table;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import io.downhill.data.Missing;
import io.downhill.data.TableColumn;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import io.downhill.data.words.TextEncoder;

/** Texts to score whose words are features, and what to tell of the other words. */
final class TextRowEncoder implements RowEncoder {
  private final Encoding.Words encoding;
  private final Missing missing;
  private final Gaps gaps;
  private final TextEncoder encoder;

  TextRowEncoder(Encoding.Words encoding, Missing missing, Gaps gaps) {
    this.encoding = encoding;
    this.missing = missing;
    this.gaps = gaps;
    this.encoder = new TextEncoder(encoding);
  }

  @Override
  public int width() {
    return encoding.words().size();
  }

  @Override
  public boolean readsText(TableColumn.Kind kind) {
    return true;
  }

  @Override
  public String encode(double value, FeatureSink x, int first) {
    throw new IllegalStateException("column " + encoding.column() + " is read as texts");
  }

  @Override
  public String encode(String text, FeatureSink x, int first) {
    boolean gap = gaps.holds(text);
    if (gap && missing == Missing.ERROR) {
      return MISSING;
    }
    encoder.write(gap ? null : text, x, first);
    return "";
  }

  @Override
  public void mark() {
    encoder.mark();
  }

  @Override
  public void reset() {
    encoder.reset();
  }

  @Override
  public String warning() {
    String unknown =
        encoder.unknown() == 0
            ? ""
            : encoder.unknown()
                + " of "
                + encoder.words()
                + " words, rare or unseen in training, are left out, the first '"
                + CellText.shown(encoder.firstUnknown())
                + "'";
    String empty =
        encoder.empty() == 0
            ? ""
            : encoder.empty()
                + " of "
                + encoder.texts()
                + (encoder.texts() == 1 ? " text holds" : " texts hold")
                + " none of the model's words";
    if (unknown.isEmpty() && empty.isEmpty()) {
      return null;
    }
    String both = unknown.isEmpty() || empty.isEmpty() ? "" : "; ";
    return encoding.column() + ": " + unknown + both + empty;
  }
}
