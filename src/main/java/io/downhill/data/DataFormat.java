package io.downhill.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a file holds a table. */
public enum DataFormat {
  /** Delimited text, whatever its delimiter. */
  CSV,
  /** Text delimited by tabs. */
  TSV,
  /** JSON, a row a line or all in one list. */
  JSON,
  /** Parquet. */
  PARQUET;

  /** The format that the end of a name stands for, that of what is packed in a .gz included. */
  public static Optional<DataFormat> ofName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "csv", "txt", "data", "dat" -> Optional.of(CSV);
      case "tsv" -> Optional.of(TSV);
      case "json", "jsonl", "ndjson" -> Optional.of(JSON);
      case "parquet" -> plain.equals(name) ? Optional.of(PARQUET) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether it is text that is cut into cells. */
  public boolean isDelimited() {
    return this == CSV || this == TSV;
  }
}
