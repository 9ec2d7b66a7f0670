package io.downhill.data.cell;

/** Truth values as numbers. */
enum TruthScale implements Scale {
  /** 1 for true, yes, t, y and 1; 0 for false, no, f, n and 0. */
  TRUTH;

  @Override
  public String id() {
    return "truth";
  }

  @Override
  public String word() {
    return "truth value";
  }

  @Override
  public String description() {
    return "1 if true, else 0";
  }

  @Override
  public double value(String text) {
    double truth = CellText.truth(text);
    if (!Double.isNaN(truth)) {
      return truth;
    }
    double number = NumberFormat.PLAIN.value(text);
    return number == 0 || number == 1 ? number : Double.NaN;
  }
}
