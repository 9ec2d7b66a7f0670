import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes a table like a log of clicks, the same on every machine: {@code java bench/ClickLog.java
 * FILE.csv [ROWS 1000000]}. Columns of 50,000, 10,000 and 100 levels, whose frequencies fall as
 * those of words do (exponent 0.6, so that nearly every level has some rows), three numbers, and
 * whether there was a click, by a logistic model with a weight for each level and number. With the
 * DuckDB driver on the class path it writes FILE.parquet beside it.
 */
final class ClickLog {
  private static final int[] LEVELS = {50_000, 10_000, 100};
  private static final double EXPONENT = 0.6;

  private ClickLog() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Path csv = Path.of(arguments[0]);
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    SplittableRandom random = new SplittableRandom(18);
    double[][] weights = new double[LEVELS.length][];
    for (int k = 0; k < LEVELS.length; k++) {
      int levels = LEVELS[k];
      weights[k] = random.doubles(levels).map(u -> 2 * u - 1).toArray();
    }
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("user,site,slot,age,price,depth,clicked\n");
      for (int i = 0; i < rows; i++) {
        int[] level = new int[LEVELS.length];
        double z = -1;
        for (int k = 0; k < LEVELS.length; k++) {
          level[k] = level(LEVELS[k], random);
          z += weights[k][level[k]];
        }
        int age = 18 + random.nextInt(60);
        double price = Math.round(100 * StrictMath.exp(random.nextGaussian())) / 100.0;
        int depth = random.nextInt(10);
        z += (age - 40) * 0.02 - 0.3 * price + 0.05 * depth;
        boolean clicked = random.nextDouble() < 1 / (1 + StrictMath.exp(-z));
        out.write(
            String.format(
                Locale.ROOT,
                "u%05d,site%d.example,slot %d,%d,%.2f,%d,%s\n",
                level[0], level[1], level[2], age, price, depth, clicked ? "yes" : "no"));
      }
    }
    writeParquet(csv);
  }

  /** A level of a power law on 0 to n - 1: its density falls as (k + 1)^-EXPONENT. */
  private static int level(int n, SplittableRandom random) {
    double u = random.nextDouble();
    return Math.min(n - 1, (int) (n * StrictMath.pow(u, 1 / (1 - EXPONENT))));
  }

  private static void writeParquet(Path csv) throws SQLException {
    String target = csv.toString().replaceFirst("\\.csv$", "") + ".parquet";
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("COPY (FROM '" + csv + "') TO '" + target + "' (FORMAT parquet)");
    } catch (SQLException e) {
      if (!"08001".equals(e.getSQLState())) {
        throw e;
      }
      System.err.println("no DuckDB driver on the class path: no " + target);
    }
  }
}
