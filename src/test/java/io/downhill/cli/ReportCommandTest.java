package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;
  private Path page;

  @BeforeEach
  void train() throws IOException {
    data = folder.resolve("it's data.csv");
    model = folder.resolve("model.json");
    page = folder.resolve("page.html");
    StringBuilder rows = new StringBuilder("age,town,seconds,label\n");
    for (int i = 0; i < 80; i++) {
      String town = i % 4 == 3 ? "Ulm" : i % 4 == 2 ? "" : "Köln";
      rows.append(i % 31).append(',').append(town).append(',').append(1_700_000_000L + i * 37 % 80);
      rows.append(',').append((i * 7 % 31 + i % 5) % 3 == 0 ? "yes" : "no").append('\n');
    }
    Files.writeString(data, rows);
    CommandRun.of("train", data, "--label", "label", "--model", model, "--device", "cpu")
        .succeeds();
  }

  private String html() throws IOException {
    return Files.readString(page);
  }

  @Test
  void modelAndDataBecomeAPage() throws IOException {
    CommandRun run = CommandRun.of("report", model, data, "--output", page).succeeds();
    assertEquals("report     " + page + "\n", run.out());
    assertTrue(html().startsWith("<!DOCTYPE html>"), "no HTML");
    assertTrue(html().contains("<title>label: yes or no?"), "no title");
    assertTrue(html().contains("\"bowl\" : {"), "no bowl");
    assertTrue(html().contains("--label label --model"), "no command to repeat it");
    assertTrue(html().contains("'\\\\''s data.csv'"), "the command is not quoted for a shell");
    assertTrue(html().contains("against Köln"), "no column");
  }

  @Test
  void trainWritesTheSamePageAsReport() throws IOException {
    Path other = folder.resolve("other.html");
    CommandRun train =
        CommandRun.of("train", data, "--label", "label", "--model", model, "--report", page)
            .succeeds();
    assertTrue(train.out().contains("report     " + page), train.out());
    CommandRun.of("report", model, data, "--output", other).succeeds();
    assertEquals(html(), Files.readString(other));
    assertTrue(html().contains("\"trainedOn\" : true"), "the rows of the training are not known");
  }

  @Test
  void trainMeasuresOnTheRowsThatItHeldOut() throws IOException {
    for (Object test : new Object[] {"0.25", data}) {
      CommandRun.of(
              "train", data, "--label", "label", "--model", model, "--report", page, "--test", test)
          .succeeds();
      assertTrue(html().contains("\"sameRows\" : false"), "measured on the rows of the training");
      String examples = test.equals("0.25") ? "\"examples\" : 20" : "\"examples\" : 80";
      assertTrue(html().contains("\"judged\" : {\n    " + examples), examples);
    }
  }

  @Test
  void modelAloneBecomesAPage() throws IOException {
    CommandRun.of("report", model, "--output", page).succeeds();
    assertTrue(html().contains("\"pictures\" : null"), "pictures of no rows");
  }

  @Test
  void demoNamesItsPage() throws IOException {
    CommandRun demo = CommandRun.of("demo", "--folder", folder).succeeds();
    Path made = folder.resolve("demo-report.html");
    assertTrue(demo.out().contains(made.toAbsolutePath().toString()), demo.out());
    String html = Files.readString(made);
    assertTrue(html.contains("diagnosis: malignant or benign?"), "no question");
    assertTrue(html.contains("\"examples\" : 113"), "not measured on the rows held back");
    CommandRun.of("report", folder.resolve("demo-model.json"), "--output", page).succeeds();
  }

  @Test
  void divergedRunWritesNoPage() {
    CommandRun run =
        CommandRun.of(
            "train",
            data,
            "--label",
            "label",
            "--model",
            folder.resolve("none.json"),
            "--report",
            page,
            "--solver",
            "gd",
            "--alpha",
            "1e30",
            "--no-standardize");
    assertEquals(1, run.code(), run::toString);
    assertFalse(Files.exists(page), "a page of a run that diverged");
  }

  @Test
  void dataThatDoNotFitAreToldInOneLine() throws IOException {
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "age,label\n1,yes\n2,no\n");
    CommandRun.of("report", model, other, "--output", page).fails(1, "town");
    Files.writeString(other, Files.readString(data).replaceAll("(?m),[^,]*$", ""));
    CommandRun.of("report", model, other, "--output", page).fails(1, "label");
    Files.writeString(other, Files.readString(data).replace(",yes\n", ",perhaps\n"));
    CommandRun.of("report", model, other, "--output", page).fails(1, "perhaps");
    assertFalse(Files.exists(page), "a page in spite of it");
  }

  @Test
  void placesThatCannotBeWrittenAreTold() {
    CommandRun.of("report", model, data, "--output", folder.resolve("missing/page.html"))
        .fails(1, "does not exist");
    CommandRun.of("report", model, data, "--output", model).fails(2, "same file");
    CommandRun.of("report", model, data, "--output", data).fails(2, "same file");
    CommandRun.of("train", data, "--label", "label", "--model", model, "--report", model)
        .fails(2, "same file");
    CommandRun.of("train", data, "--label", "label", "--report", folder.resolve("missing/p.html"))
        .fails(1, "does not exist");
    CommandRun.of("report", folder.resolve("none.json"), data).fails(1, "no such file");
  }

  @Test
  void axesAreChecked() throws IOException {
    CommandRun.of("report", model, data, "--output", page, "--axes", "age,town=Ulm").succeeds();
    assertTrue(html().contains("\"names\" : [ \"age\", \"town=Ulm\" ]"), "other axes");
    CommandRun.of("report", model, data, "--axes", "age").fails(2, "--axes", "two different");
    CommandRun.of("report", model, data, "--axes", "age,height").fails(1, "no feature height");
    CommandRun.of("report", model, "--axes", "age,bias").fails(2, "--axes", "DATA");
    CommandRun.of("report", model, data, "--device", "tpu").fails(2, "--device");
  }

  @Test
  void weightsCountInEveryMeasure() throws IOException {
    Path weighted = folder.resolve("weighted.csv");
    String text = Files.readString(data).replaceAll("(?m)$(?<=[^\\n])", ",1");
    Files.writeString(
        weighted, text.replaceFirst("label,1", "label,times").replaceFirst("(?m),1$", ",2"));
    CommandRun.of("report", model, weighted, "--weight", "times", "--output", page).succeeds();
    assertTrue(html().contains("\"judged\" : {\n    \"examples\" : 80"), "80 rows");
  }

  @Test
  void pathOfPenaltiesIsShown() throws IOException {
    Path csv = folder.resolve("path.csv");
    Path strange = folder.resolve("strange.csv");
    Files.writeString(
        strange, Files.readString(data).replace("age,", "\"age, in \"\"years\"\"\","));
    CommandRun.of(
            "tune", strange, "--label", "label", "--penalties", 5, "--path", csv, "--model", model)
        .succeeds();
    CommandRun.of("report", model, "--output", page, "--path", csv).succeeds();
    assertTrue(html().contains("\"feature\" : \"age, in \\\"years\\\"\""), "no line of age");
    assertTrue(html().contains("\"chosen\" : "), "no penalty of the model");
    CommandRun.of("report", model, "--output", page).succeeds();
    assertTrue(html().contains("\"path\" : null"), "a path that nobody gave");
  }

  @Test
  void filesThatAreNoPathAreRefused() throws IOException {
    Path csv = folder.resolve("path.csv");
    CommandRun.of("report", model, "--output", page, "--path", csv).fails(1, "path.csv: cannot be");
    Files.writeString(csv, "penalty,class,feature,weight\n1,a,age,2\n");
    CommandRun.of("report", model, "--output", page, "--path", csv)
        .fails(1, "path.csv: not a path of two classes as tune --path writes it");
    for (String row : new String[] {"0,age,1", "1,age,x", "1,age", "NaN,age,1", "1,age,Infinity"}) {
      Files.writeString(csv, "penalty,feature,weight\n" + row + "\n");
      CommandRun.of("report", model, "--output", page, "--path", csv)
          .fails(1, "path.csv: row 2 (" + row + ") is no weight of a path");
    }
    Files.writeString(csv, "penalty,feature,weight\n2,age,1\n2,seconds,1\n1,age,1\n");
    CommandRun.of("report", model, "--output", page, "--path", csv)
        .fails(1, "path.csv: the path ends amid a penalty");
    Files.writeString(csv, "penalty,feature,weight\n1,height,1\n");
    CommandRun.of("report", model, "--output", page, "--path", csv)
        .fails(1, "has the feature height, which", "the path of another model");
    assertFalse(Files.exists(page), "a page all the same");
  }
}
