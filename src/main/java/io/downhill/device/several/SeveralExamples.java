package io.downhill.device.several;

import io.downhill.data.Rows;
import io.downhill.device.DeviceExamples;
import io.downhill.sums.Span;
import java.util.List;
import java.util.function.Consumer;

/** Examples that several devices have parts of. */
final class SeveralExamples implements DeviceExamples {
  private final Rows rows;
  private final Span span;
  private final List<Part> parts;
  private final Consumer<SeveralExamples> closing;
  private boolean closed;

  /**
   * Takes parts in their order.
   *
   * @param rows of all of them
   * @param closing is told when these are closed
   */
  SeveralExamples(Rows rows, Span span, List<Part> parts, Consumer<SeveralExamples> closing) {
    this.rows = rows;
    this.span = span;
    this.parts = List.copyOf(parts);
    this.closing = closing;
  }

  Rows rows() {
    return rows;
  }

  List<Part> parts() {
    return parts;
  }

  @Override
  public int examples() {
    return rows.examples();
  }

  @Override
  public int features() {
    return rows.features();
  }

  @Override
  public Span span() {
    return span;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.accept(this);
    }
  }
}
