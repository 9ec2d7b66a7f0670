package io.downhill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Small files for the commands, in a folder of the test. */
record SampleFiles(Path folder) {

  /** Two features and a text label that they tell with some noise; one more column is constant. */
  Path labelled() {
    StringBuilder csv = new StringBuilder("height,weight,same,risk\n");
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      double height = random.nextGaussian();
      double weight = random.nextGaussian();
      boolean high = height - 2 * weight + random.nextGaussian() > 0;
      csv.append(
          String.format(Locale.ROOT, "%.4f,%.4f,7,%s\n", height, weight, high ? "high" : "low"));
    }
    return write("labelled.csv", csv.toString());
  }

  /** Rows without a label, their columns in another order. */
  Path unlabelled() {
    return write("unlabelled.csv", "weight,other,same,height\n1.5,x,7,-1\n-2,y,7,0.5\n0,z,7,0\n");
  }

  /** The text of a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model of {@link #labelled}. */
  Path model() {
    Path model = folder.resolve("sample-model.json");
    CommandRun.of("train", labelled(), "--label", "risk", "--model", model, "--device", "cpu")
        .succeeds();
    return model;
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all files in a folder, sorted, in one line. */
  static String names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return String.join(" ", files.map(f -> f.getFileName().toString()).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
