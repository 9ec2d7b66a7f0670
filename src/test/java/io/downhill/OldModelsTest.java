package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models that version 0.1.0 wrote (commit 24006a7), and the probabilities that it gave to some
 * rows, as hexadecimal numbers: they load, and score to the same bits.
 */
class OldModelsTest {
  private static Path resource(String name) throws URISyntaxException {
    return Path.of(OldModelsTest.class.getResource("models-0.1.0/" + name).toURI());
  }

  private static double[] expected(String model) throws IOException, URISyntaxException {
    return Files.readAllLines(resource(model + ".txt")).stream()
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"mixed, mixed", "heart, heart", "mushrooms, mushrooms", "plain, heart"})
  void aModelOfTheFirstVersionScoresToItsBits(String name, String rows, @TempDir Path folder)
      throws IOException, URISyntaxException {
    LogisticModel model = LogisticModel.load(resource(name + ".json"));
    TableSource table = TableSource.files(resource(rows + "-rows.csv").toString());
    assertArrayEquals(expected(name), model.probabilities(table), 0);
    Path again = folder.resolve("again.json");
    model.save(again);
    assertArrayEquals(expected(name), LogisticModel.load(again).probabilities(table), 0);
  }
}
