package io.downhill.data.column;

import io.downhill.data.LabelText;
import io.downhill.data.Spelling;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.NumberSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns whose numbers may have decimal points or commas, and mean other numbers then. */
final class OpenNumbers {
  private final DecimalSign sign;
  private final Map<Character, List<String>> names = new LinkedHashMap<>();
  private final Map<Character, String> examples = new LinkedHashMap<>();

  OpenNumbers(DecimalSign sign) {
    this.sign = sign;
  }

  /** Adds a column. */
  void add(String name, NumberSearch numbers) {
    char decimal = sign.of(numbers);
    if (sign.told().isPresent() || decimal == '.' && numbers.allowsPlain()) {
      return; // Nothing to tell: as the user says, or the plain format.
    }
    names.computeIfAbsent(decimal, none -> new ArrayList<>()).add(name);
    examples.computeIfAbsent(
        decimal,
        none -> {
          String text = numbers.pointed();
          char other = decimal == '.' ? ',' : '.';
          return "'"
              + CellText.shown(text)
              + "' as "
              + LabelText.text(numbers.format(decimal).value(text))
              + ", "
              + sign.reason()
              + "; with --decimal "
              + other
              + " it is "
              + LabelText.text(numbers.format(other).value(text));
        });
  }

  /** How they were read, a line for each sign. */
  List<String> warnings() {
    return names.entrySet().stream()
        .map(
            entry ->
                Spelling.list(entry.getValue())
                    + ": numbers are read with decimal "
                    + (entry.getKey() == '.' ? "points: " : "commas: ")
                    + examples.get(entry.getKey()))
        .toList();
  }
}
