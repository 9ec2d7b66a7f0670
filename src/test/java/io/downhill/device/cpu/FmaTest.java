package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
class FmaTest {
  @TempDir Path folder;

  private List<String> told(String... options) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(List.of(options));
    builder
        .command()
        .addAll(List.of("-cp", System.getProperty("java.class.path"), Loads.class.getName()));
    Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertEquals(0, child.waitFor(), Files.readString(output));
    return Files.readAllLines(output).stream().filter(line -> line.contains("fma")).toList();
  }

  @Test
  void javaWithoutFmaIsToldOnceAndInTheNameOfTheDevice() throws Exception {
    List<String> lines = told("-XX:-UseFMA");
    assertEquals(2, lines.size(), lines::toString);
    assertEquals(1, lines.stream().filter(l -> l.contains("WARN")).count(), lines::toString);
    assertEquals(
        1, lines.stream().filter(l -> l.endsWith(", without fma")).count(), lines::toString);
  }

  /** Loads large examples twice, and tells the device. */
  static final class Loads {
    private Loads() {}

    public static void main(String[] arguments) {
      Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(1));
      builder.grow(1 << 20);
      Dataset data = builder.labels(new float[1 << 20], io.downhill.data.Classes.ZERO_ONE).build();
      try (CpuDevice device = CpuDevice.open(1)) {
        device.load(data).close();
        device.load(data).close();
        System.out.println(device.info().driver());
      }
    }
  }
}
