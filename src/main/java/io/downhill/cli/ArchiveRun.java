package io.downhill.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the launcher runs at the end of a build, for the JVM to see which classes the usual commands
 * load and which methods they call most: it keeps them in an archive, and later runs start faster.
 */
final class ArchiveRun {
  /** Enough for the loops of a fit to be called as often as in a run of the usual size. */
  private static final int EXAMPLES = 1 << 15;

  private static final int FEATURES = 20;

  private final Path folder;
  private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

  private ArchiveRun(Path folder) {
    this.folder = folder;
  }

  /** Runs the commands in the working folder. */
  public static void main(String[] args) throws IOException {
    System.exit(run(Path.of("")));
  }

  /** Runs the commands there, and returns the greatest of their exit codes. */
  static int run(Path folder) throws IOException {
    return new ArchiveRun(folder).run();
  }

  private int run() throws IOException {
    write("rows.csv", table().getBytes(StandardCharsets.UTF_8));
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer x = npy("(" + EXAMPLES + ", " + FEATURES + ")", EXAMPLES * FEATURES);
    ByteBuffer y = npy("(" + EXAMPLES + ",)", EXAMPLES);
    for (int i = 0; i < EXAMPLES; i++) {
      float sum = 0;
      for (int j = 0; j < FEATURES; j++) {
        float value = (float) (random.nextDouble() - 0.5);
        sum += value;
        x.putFloat(value);
      }
      y.putFloat(sum > random.nextDouble() - 0.5 ? 1 : 0);
    }
    write("x.npy", x.array());
    write("y.npy", y.array());
    int code = 0;
    List<List<String>> commands =
        List.of(
            List.of("train", path("rows.csv"), "--label", "y", "--model", path("model.json")),
            List.of("train", path("x.npy"), "--label", path("y.npy"), "--model", path("x.json")),
            List.of("predict", path("model.json"), path("rows.csv")),
            List.of("evaluate", path("model.json"), path("rows.csv"), "--label", "y"),
            List.of("show", path("model.json")));
    for (List<String> command : commands) {
      List<String> words = new ArrayList<>(command);
      if (command.get(0).equals("train")) {
        words.addAll(List.of("--device", "cpu"));
      }
      code = Math.max(code, Main.run(words.toArray(String[]::new), nowhere, nowhere));
    }
    return code;
  }

  /** A table with each kind of column, gaps among them. */
  private static String table() {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder text = new StringBuilder("x,count,day,kind,y\n");
    for (int i = 0; i < 1000; i++) {
      double x = random.nextDouble();
      text.append(i % 50 == 7 ? "" : Double.toString(x))
          .append(',')
          .append(random.nextInt(1000))
          .append(",2024-01-")
          .append(10 + random.nextInt(20))
          .append(',')
          .append(random.nextBoolean() ? "a" : "b")
          .append(',')
          .append(x + random.nextDouble() > 1 ? "yes" : "no")
          .append('\n');
    }
    return text.toString();
  }

  /** The header of a .npy file of float32, and room for so many values. */
  private static ByteBuffer npy(String shape, int values) {
    String header = String.format("{'descr': '<f4', 'fortran_order': False, 'shape': %s, }", shape);
    byte[] text = String.format("%-117s\n", header).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(128 + values * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
