package io.downhill;

import static io.downhill.SparseTwins.assertSameBits;
import static io.downhill.SparseTwins.dense;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of texts: the same bits from every form, the words by their own scale, small files. */
class TextFitTest {
  private static final int WORDS = 2500;

  @TempDir static Path folder;

  private static Path file;

  /** Mails of words whose frequencies fall, a subject, a number and a category; two labels. */
  @BeforeAll
  static void write() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder csv = new StringBuilder("mail,subject,size,from,y,k\n");
    for (int i = 0; i < 1500; i++) {
      double z = 0;
      csv.append('"');
      for (int k = 3 + random.nextInt(30); k > 0; k--) {
        int word = (int) (WORDS * Math.pow(random.nextDouble(), 3));
        z += word % 5 == 0 ? 0.5 : word % 7 == 0 ? -0.6 : 0;
        csv.append(k % 4 == 0 ? "W" : "w")
            .append(Integer.toString(word, 36))
            .append(k % 9 == 0 ? "\n" : ", ");
      }
      csv.append("\",s")
          .append(random.nextInt(40))
          .append(" again,")
          .append(random.nextInt(90) / 4.0);
      csv.append(",f").append(random.nextInt(4)).append(',');
      csv.append(random.nextDouble() < 1 / (1 + Math.exp(-z)) ? "yes" : "no").append(',');
      csv.append("abc".charAt(Math.min(2, Math.abs((int) (z + random.nextInt(2)))))).append('\n');
    }
    file = Files.writeString(folder.resolve("mails.csv"), csv);
  }

  private static Dataset train(String label) {
    PreparationOptions options =
        PreparationOptions.label(label)
            .text("mail", "subject")
            .exclude(label.equals("y") ? "k" : "y");
    Dataset train = PreparedTable.learn(TableSource.files(file.toString()), options).train();
    assertTrue(train.rows().areSparse(), () -> train.features() + " features");
    return train;
  }

  private static TrainingOptions.Builder options(String solver, double l1, double l2) {
    return TrainingOptions.builder().device("cpu").solver(solver).l1(l1).l2(l2).iterations(10);
  }

  @Test
  void wordsKeepTheirScaleBesideNumbersAndLevels() {
    Dataset data = train("y");
    for (Dataset form : List.of(data, dense(data))) {
      Standardization scale = LogisticRegression.scale(options("lbfgs", 0, 0).build(), form);
      for (int j = 0; j < form.features(); j++) {
        String name = form.featureNames().get(j);
        boolean word = name.contains(":");
        assertEquals(word, scale.deviations()[j] == 1, name);
        assertEquals(word || form == data && !name.equals("size"), scale.means()[j] == 0, name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lbfgs, y, 0, 0.0001",
    "lbfgs, y, 0.0002, 0.0001",
    "lbfgs, k, 0, 0.0001",
    "gd, y, 0, 0.001"
  })
  void bitsAreThoseOfDenseRows(String solver, String label, double l1, double l2) {
    Dataset sparse = train(label);
    TrainingOptions.Builder options = options(solver, l1, l2);
    Standardization scale = LogisticRegression.scale(options.build(), sparse);
    Training expected =
        new LogisticRegression(options.threads(1).build()).fit(dense(sparse).standardized(scale));
    for (int threads : new int[] {1, 3}) {
      assertSameBits(
          expected, new LogisticRegression(options.threads(threads).build()).fit(sparse));
    }
  }

  @Test
  void bitsAreThoseOfOpenCl() {
    Optional<String> trouble = Devices.openClTrouble();
    if (trouble.isPresent() && !"opencl".equals(System.getProperty("require.device"))) {
      abort("SKIPPED, OpenCL is not tested here: " + trouble.get());
    }
    for (String label : new String[] {"y", "k"}) {
      Dataset sparse = train(label);
      TrainingOptions.Builder options = options("lbfgs", 0, 0.0001);
      assertSameBits(
          new LogisticRegression(options.build()).fit(sparse),
          new LogisticRegression(options.device("opencl").build()).fit(sparse));
    }
  }

  @Test
  void savedModelGivesTheSameProbabilities() {
    LogisticModel model =
        new LogisticRegression(options("lbfgs", 0, 0.0001).build()).fit(train("y")).model();
    Path saved = folder.resolve("model.json");
    model.save(saved);
    LogisticModel loaded = LogisticModel.load(saved);
    assertEquals(model.features(), loaded.features());
    assertEquals(model.preparation(), loaded.preparation());
    TableSource table = TableSource.files(file.toString());
    assertArrayEquals(model.probabilities(table), loaded.probabilities(table));
    Map<String, Object> mail =
        Map.of("mail", "W0, w5", "subject", "s1 again", "size", 3, "from", "f1");
    assertEquals(model.probability(mail), loaded.probability(mail));
  }

  /** For 50,000 words of 8 letters: the words and their counts once, and a weight for each. */
  @Test
  void fileOfAModelOfManyWordsIsSmall() throws IOException {
    int n = 50_000;
    SplittableRandom random = new SplittableRandom(2);
    List<String> words = IntStream.range(0, n).mapToObj(j -> "word" + (10_000_000 + j)).toList();
    List<Long> textsWith = new ArrayList<>();
    double[] weights = new double[n];
    for (int j = 0; j < n; j++) {
      textsWith.add(1L + random.nextInt(1000));
      weights[j] = random.nextDouble() - 0.5;
    }
    Encoding.Words encoding =
        new Encoding.Words("text", Encoding.Words.Weighting.TF_IDF, 1000, words, textsWith);
    Preparation preparation = new Preparation("y", List.of(encoding), Missing.IMPUTE, List.of());
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    LogisticModel model =
        new LogisticModel(
            preparation.features(),
            Parameters.of(weights, 0.5),
            Classes.ZERO_ONE,
            Optional.of(new Standardization(new double[n], ones)),
            Optional.empty(),
            Optional.of(preparation),
            LogisticModel.HALF);
    Path saved = folder.resolve("large.json");
    model.save(saved);
    long most = n * (16L + 5 + 22 + 5); // a word, its count, its weight, its scale
    assertTrue(Files.size(saved) < most, () -> saved.toFile().length() + " bytes");
    assertEquals(model.features(), LogisticModel.load(saved).features());
  }
}
