package io.downhill.cli;

import io.downhill.ClassWeight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --class-weight} may be: balanced, two numbers, or numbers by class, of which a name
 * that holds a comma stands in quotes.
 */
final class ClassWeightConverter implements ITypeConverter<ClassWeight> {
  @Override
  public ClassWeight convert(String text) {
    if (text.equals("balanced")) {
      return ClassWeight.BALANCED;
    }
    try {
      if (text.contains("=")) {
        return ClassWeight.of(named(ColumnNames.of(List.of(text))));
      }
      String[] parts = text.split(",", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("must be balanced, NEG,POS or A=1,B=5, not " + text);
      }
      double negative = TrainingArguments.number(parts[0]);
      return new ClassWeight(false, negative, TrainingArguments.number(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Map<String, Double> named(List<String> parts) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (String part : parts) {
      int end = part.lastIndexOf('=');
      if (end < 1) {
        throw new TypeConversionException("'" + part + "' is not CLASS=WEIGHT");
      }
      String name = part.substring(0, end).strip();
      double weight = TrainingArguments.number(part.substring(end + 1));
      if (named.put(name, weight) != null) {
        throw new TypeConversionException("class " + name + " is named twice");
      }
    }
    return named;
  }
}
