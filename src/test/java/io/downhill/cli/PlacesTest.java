package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command replaces what it reads, whatever it is called. */
class PlacesTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void prepare() {
    SampleFiles files = new SampleFiles(folder);
    data = files.labelled();
    model = files.write("m.json", "not read before the places are looked at");
  }

  /** Checks that a command is wrong usage that names both places, and that no file changes. */
  private void refused(String names, Object... command) throws IOException {
    String rows = Files.readString(data);
    String old = Files.readString(model);
    CommandRun.of(command).fails(2, names + " are the same file");
    assertEquals(rows, Files.readString(data), "the data");
    assertEquals(old, Files.readString(model), "the model");
  }

  private Path link(String name, Path to) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), to);
  }

  private Path hardLink(String name, Path to) throws IOException {
    return Files.createLink(folder.resolve(name), to);
  }

  @Test
  void predictionsThatWouldReplaceTheDataAreRefused() throws IOException {
    refused("--output and DATA", "predict", model, data, "--output", data);
  }

  @Test
  void predictionsThatWouldReplaceTheModelAreRefused() throws IOException {
    refused("--output and MODEL", "predict", model, data, "--output", model);
  }

  @Test
  void predictionsThatWouldReplaceTheDataOfAQueryAreRefused() throws IOException {
    String query = "SELECT * FROM '" + data + "' WHERE height > 0";
    refused("--output and --sql", "predict", model, "--sql", query, "--output", data);
  }

  @Test
  void modelThatWouldReplaceTheDataIsRefused() throws IOException {
    refused("--model and DATA", "train", data, "--label", "risk", "--model", data);
  }

  @Test
  void modelThatWouldReplaceItsStartIsRefused() throws IOException {
    refused(
        "--model and --start",
        "train",
        data,
        "--label",
        "risk",
        "--start",
        model,
        "--model",
        folder.resolve("./m.json"));
  }

  @Test
  void modelThatWouldReplaceTheTestFileIsRefused() throws IOException {
    Path test = Files.copy(data, folder.resolve("test.csv"));
    refused(
        "--model and --test", "train", data, "--label", "risk", "--test", test, "--model", test);
  }

  @Test
  void modelThatWouldReplaceTheLabelsIsRefused() throws IOException {
    Path labels = folder.resolve("y.npy");
    refused("--model and --label", "train", "x.npy", "--label", labels, "--model", labels);
  }

  @Test
  void traceThatWouldReplaceTheDataIsRefused() throws IOException {
    refused("--trace and DATA", "train", data, "--label", "risk", "--trace", data);
  }

  @Test
  void traceThatWouldReplaceTheTestFileIsRefused() throws IOException {
    Path test = Files.copy(data, folder.resolve("test.csv"));
    refused(
        "--trace and --test", "train", data, "--label", "risk", "--test", test, "--trace", test);
  }

  @Test
  void traceThatWouldReplaceTheLabelsIsRefused() throws IOException {
    Path labels = folder.resolve("y.npy");
    refused("--trace and --label", "train", "x.npy", "--label", labels, "--trace", labels);
  }

  @Test
  void traceThatWouldReplaceTheStartIsRefused() throws IOException {
    refused(
        "--trace and --start",
        "train",
        data,
        "--label",
        "risk",
        "--start",
        model,
        "--trace",
        model,
        "--model",
        folder.resolve("new.json"));
  }

  @Test
  void traceThatWouldReplaceTheModelIsRefused() throws IOException {
    refused(
        "--trace and --model",
        "train",
        data,
        "--label",
        "risk",
        "--model",
        folder.resolve("new.json"),
        "--trace",
        folder.resolve("x/../new.json").normalize());
  }

  @Test
  void oneOfSeveralFilesIsRefused() throws IOException {
    Path other = Files.copy(data, folder.resolve("other.csv"));
    refused("--output and DATA", "predict", model, other, data, "--output", data);
  }

  @Test
  void fileThatAPatternMatchesIsRefused() throws IOException {
    refused("--output and DATA", "predict", model, folder.resolve("lab*.csv"), "--output", data);
  }

  @Test
  void symbolicLinkToTheDataIsRefused() throws IOException {
    refused("--output and DATA", "predict", model, data, "-o", link("link.csv", data));
  }

  @Test
  void dataBehindASymbolicLinkAreRefused() throws IOException {
    refused("--output and DATA", "predict", model, link("link.csv", data), "-o", data);
  }

  @Test
  void hardLinkToTheDataIsRefused() throws IOException {
    refused("--output and DATA", "predict", model, data, "-o", hardLink("hard.csv", data));
  }

  @Test
  void linkedFolderIsSeenThrough() throws IOException {
    Path same = link("here", folder).resolve("labelled.csv");
    refused("--output and DATA", "predict", model, data, "-o", same);
  }

  @Test
  void twoLinksToOneFileThatIsNotThereYetAreRefused() throws IOException {
    Path none = folder.resolve("none");
    refused(
        "--trace and --model",
        "train",
        data,
        "--label",
        "risk",
        "--model",
        link("a.json", none),
        "--trace",
        link("b.csv", none));
  }

  @Test
  void demoRefusesToWriteBothItsFilesIntoOne() throws IOException {
    Files.createSymbolicLink(folder.resolve("demo-model.json"), Path.of("demo-data.csv"));
    CommandRun.of("demo", "--folder", folder)
        .fails(2, "demo-model.json and demo-data.csv are the same file");
  }

  @Test
  void deviceTakesEverything() {
    CommandRun.of(
            "train",
            data,
            "--label",
            "risk",
            "--device",
            "cpu",
            "--model",
            "/dev/null",
            "--trace",
            "/dev/null")
        .succeeds();
  }
}
