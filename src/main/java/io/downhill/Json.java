package io.downhill;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with every number in its shortest exact form, the same text on every JDK: {@link
 * Double#toString} before JDK 19 sometimes writes a digit too many.
 */
public final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .build();

  private static final DefaultPrettyPrinter LAYOUT =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private Json() {}

  /** Maps, lists, arrays and values as JSON, one line an array of values, without a line end. */
  public static String text(Object value) {
    return MAPPER.writer().with(LAYOUT).writeValueAsString(value);
  }

  /** The value, or null where it is not finite, which JSON cannot say. */
  public static Double finite(double value) {
    return Double.isFinite(value) ? Double.valueOf(value) : null;
  }

  /** The shortest decimal that reads back as the same double. */
  public static String shortest(double value) {
    return NumberOutput.toString(value, true);
  }
}
