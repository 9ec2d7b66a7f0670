import io.downhill.data.CsrRows;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Reads the same table of texts several times in one JVM, from the file to sparse features: the
 * first time pays for the compiler. Prints seconds of wall and of the processor as JSON.
 *
 * <pre>
 * java -cp target/downhill-run.jar bench/RepeatedTexts.java FILE LABEL COLUMN TIMES
 * </pre>
 */
final class RepeatedTexts {
  public static void main(String[] arguments) {
    double[] wall = new double[Integer.parseInt(arguments[3])];
    double[] processor = new double[wall.length];
    long values = 0;
    for (int k = 0; k < wall.length; k++) {
      long began = System.nanoTime();
      long used = processorNanos();
      PreparedTable table =
          PreparedTable.learn(
              TableSource.files(arguments[0]),
              PreparationOptions.label(arguments[1]).text(arguments[2]));
      wall[k] = (System.nanoTime() - began) / 1e9;
      processor[k] = (processorNanos() - used) / 1e9;
      values = table.train().rows() instanceof CsrRows rows ? rows.values().length : -1;
    }
    System.out.printf(
        "{\"wall\": %s, \"processor\": %s, \"values\": %d}%n",
        Arrays.toString(wall), Arrays.toString(processor), values);
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
