package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.DeviceInfo;
import io.downhill.inference.Method;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("model.json");
  }

  private static LogisticModel full(double... weights) {
    int n = weights.length;
    double[] deviations = new double[n];
    Arrays.fill(deviations, 0.1);
    return new LogisticModel(
        Dataset.defaultNames(n),
        weights,
        -0.015906243999692933,
        new Classes("no \"risk\"", "größer"),
        Optional.of(new Standardization(new double[n], deviations)),
        Optional.of(
            new TrainingReport(
                569,
                n,
                new DeviceInfo("opencl:0", "H", "V", "gpu", true, 150_000_000_000L, "OpenCL 3.0"),
                512,
                "gd",
                0.1,
                1e-5,
                1000,
                Stop.ITERATION_LIMIT,
                0.005,
                0.375,
                0.99,
                0.25,
                1.5,
                1001.25,
                new Verdict(
                    0.4,
                    1e-9,
                    false,
                    List.of(),
                    0,
                    List.of("column1"),
                    List.of(),
                    "raise --iterations"),
                Optional.empty(),
                Optional.of(
                    new Provenance(
                        TrainingOptions.builder()
                            .solver("gd")
                            .alpha(0.005)
                            .l2(0.25)
                            .penalize(TrainingOptions.Penalize.RAW)
                            .classWeight(new ClassWeight(false, 1, 2.5))
                            .seed(Long.MIN_VALUE + 1)
                            .intercept(false)
                            .inference(Method.ROBUST)
                            .level(0.9)
                            .build(),
                        "downhill train a.csv --label \"b c\"",
                        "0.1.0")))));
  }

  private void changed(String from, String to) throws IOException {
    full(1, 2).save(path);
    String text = Files.readString(path);
    assertTrue(text.contains(from), text);
    Files.writeString(path, text.replace(from, to));
  }

  private String refusal() {
    String message = assertThrows(DataException.class, () -> LogisticModel.load(path)).getMessage();
    assertTrue(message.startsWith("cannot read the model " + path + ": "), message);
    assertFalse(message.contains("\n"), message);
    return message.substring(message.indexOf(": ") + 2);
  }

  @Test
  void everyWeightComesBackToTheBit() {
    double[] weights = new double[500];
    Random random = new Random(7);
    for (int j = 0; j < weights.length; j++) {
      double value;
      do {
        value = Double.longBitsToDouble(random.nextLong());
      } while (!Double.isFinite(value));
      weights[j] = value;
    }
    weights[0] = Double.MIN_VALUE;
    weights[1] = -0.0;
    weights[2] = Double.MAX_VALUE;
    weights[3] = 0x1p-44;
    full(weights).save(path);
    assertArrayEquals(weights, LogisticModel.load(path).weights());
  }

  @Test
  void savingWhatWasLoadedGivesTheSameFile() throws IOException {
    full(0.1, -2e-300).save(path);
    Path second = folder.resolve("second.json");
    LogisticModel.load(path).save(second);
    assertEquals(Files.readString(path), Files.readString(second));
  }

  @Test
  void classesAndReportComeBack() {
    LogisticModel model = full(1, 2);
    model.save(path);
    LogisticModel loaded = LogisticModel.load(path);
    assertEquals(model.classes(), loaded.classes());
    assertEquals(model.report(), loaded.report());
  }

  @Test
  void modelWithoutScaleAndReportComesBack() {
    LogisticModelTest.model(0.5, 1, 2).save(path);
    LogisticModel loaded = LogisticModel.load(path);
    assertTrue(loaded.standardization().isEmpty());
    assertTrue(loaded.report().isEmpty());
  }

  @Test
  void numbersAreInTheirShortestForm() throws IOException {
    full(0x1p-44, 0.1).save(path);
    String text = Files.readString(path);
    assertTrue(text.contains("\"weights\" : [ 5.684341886080802E-14, 0.1 ],\n"), text);
  }

  @Test
  @Tag("slow")
  void anyBeginningOfAFileIsRefused() throws IOException {
    full(1, 2).save(path);
    String text = Files.readString(path);
    for (int end = 0; end < text.length() - 2; end++) {
      Files.writeString(path, text.substring(0, end));
      String message = refusal();
      assertTrue(
          message.startsWith("it is cut short or damaged")
              || message.startsWith("the file is empty"),
          end + " characters: " + message);
    }
  }

  @Test
  void halfAFileIsCalledSo() throws IOException {
    full(1, 2).save(path);
    String text = Files.readString(path);
    Files.writeString(path, text.substring(0, text.length() / 2));
    assertTrue(refusal().startsWith("it is cut short or damaged"), refusal());
  }

  @Test
  void csvIsNotJson() throws IOException {
    Files.writeString(path, "a,b,label\n1,2,0\n");
    assertTrue(refusal().startsWith("it is not JSON"), refusal());
  }

  @Test
  void binaryIsNotJson() throws IOException {
    Files.write(path, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 0, -1, -2});
    assertTrue(refusal().startsWith("it is not JSON"), refusal());
  }

  @Test
  void otherJsonIsNotAModel() throws IOException {
    Files.writeString(path, "[1, 2]");
    assertTrue(refusal().startsWith("it is JSON but not a model"), refusal());
  }

  @Test
  void folderIsRefused() throws IOException {
    Files.createDirectory(path);
    assertTrue(refusal().startsWith("it is a folder"), refusal());
  }

  @Test
  void missingFileIsRefused() {
    assertTrue(refusal().startsWith("there is no such file"), refusal());
  }

  @Test
  void newerVersionIsRefused() throws IOException {
    changed("\"version\" : 1", "\"version\" : 7");
    assertTrue(refusal().startsWith("its version is 7"), refusal());
  }

  @Test
  void otherArithmeticStillLoads() throws IOException {
    changed("\"arithmetic\" : 1", "\"arithmetic\" : 9");
    assertArrayEquals(new double[] {1, 2}, LogisticModel.load(path).weights());
  }

  @Test
  void infiniteWeightIsRefused() throws IOException {
    changed("\"weights\" : [ 1.0, 2.0 ]", "\"weights\" : [ 1.0, 1e999 ]");
    assertTrue(refusal().startsWith("weights[1] is not a finite number"), refusal());
  }

  @Test
  void nanWeightIsRefused() throws IOException {
    changed("\"weights\" : [ 1.0, 2.0 ]", "\"weights\" : [ \"NaN\", 2.0 ]");
    assertTrue(refusal().startsWith("weights[0] is not a finite number"), refusal());
  }

  @Test
  void lengthsThatDifferAreRefused() throws IOException {
    changed("\"weights\" : [ 1.0, 2.0 ]", "\"weights\" : [ 1.0 ]");
    assertTrue(refusal().startsWith("features: 2, weights: 1"), refusal());
  }

  @Test
  void missingFieldIsNamed() throws IOException {
    changed("\"bias\"", "\"bios\"");
    assertTrue(refusal().startsWith("bias is not a finite number"), refusal());
  }

  @Test
  void scaleOfAnotherLengthIsRefused() throws IOException {
    changed("\"means\" : [ 0.0, 0.0 ]", "\"means\" : [ 0.0 ]");
    assertTrue(refusal().startsWith("means: 1 values, deviations: 2"), refusal());
  }

  @Test
  void oneClassIsRefused() throws IOException {
    changed("\"größer\" ]", "\"no \\\"risk\\\"\" ]");
    assertTrue(refusal().startsWith("classes: both are"), refusal());
  }

  @Test
  void weightsThatAreNoListAreRefused() throws IOException {
    changed("\"weights\" : [ 1.0, 2.0 ]", "\"weights\" : { }");
    assertTrue(refusal().startsWith("weights is not a list"), refusal());
  }

  @Test
  void featuresAreNamedInOrder() {
    full(1, 2).save(path);
    assertEquals(List.of("column0", "column1"), LogisticModel.load(path).features());
  }
}
