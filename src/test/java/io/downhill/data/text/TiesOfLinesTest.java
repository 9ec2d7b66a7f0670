package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the first lines of a text tell where its rules are just met, and where they just are not.
 */
class TiesOfLinesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '!',
      value = {
        "a,b;c ! ,",
        "a;b,c ! ,",
        "a,b;c;d ! ;",
        "a;b,c,d ! ,",
        "a;b|c ! ;",
        "a|b;c ! ;",
        "a;b|c|d ! |",
        "'a;b\tc' ! ;",
        "'a;b\tc\td' ! '\t'",
        "'a\tb|c' ! '\t'",
        "a ! ,",
        "'\"a;b\",c' ! ,",
        "1,5;2 ! ;",
        "1,5;2,5;x ! ;",
        "1,5;x,y ! ,"
      })
  void firstOfTheDelimitersThatOccurMostIsTaken(String line, char delimiter) {
    assertEquals(delimiter, LineCells.delimiter(line));
  }

  private FirstLine judged(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text.replace('|', '\n'));
    TableOptions options = TableOptions.DEFAULTS;
    return FirstLine.of(CsvSample.read(file, options), options.allGaps(), NamesFixture.label("-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        // Of one letter a truth value may be the name of a column of numbers, of more it is none.
        "y,5|1,2|3,4|0,5 ! true ! false",
        "t,n|1,2|3,4|0,5 ! true ! false",
        "no,5|1,2|3,4|0,5 ! false ! false",
        "yes,5|1,2|3,4|0,5 ! false ! false",
        "no,x|1,2|3,4|0,5 ! true ! false",
        "yes,no|1,2|3,4|0,5 ! true ! true",
        // Among truth values it is one of them.
        "y,5|n,2|y,4|n,5 ! false ! false",
        "y,a|n,2|y,4|n,5 ! true ! false"
      })
  void nameOfOneLetterMayBeATruthValueToo(String text, boolean named, boolean doubt)
      throws IOException {
    assertEquals(new FirstLine(named, doubt), judged(text), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        // Three numbered columns, one of them beyond half of what its cells span.
        "0,1,2|5,9,4|8,7,6|6,8,8 ! true ! true",
        "0,1|5,9|8,7|6,8 ! false ! true",
        // 1 is 4 from what spans 8, then 5 from what spans 9.
        "0,1,2|0,5,2|1,13,3|0,9,2 ! false ! true",
        "0,1,2|0,6,2|1,15,3|0,9,2 ! true ! true"
      })
  void numberedColumnsAreNamesFromThreeOnAndFarFromTheirCells(
      String text, boolean named, boolean doubt) throws IOException {
    assertEquals(new FirstLine(named, doubt), judged(text), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "2001,5|a,1|b,2|a,3|b,4 ! false",
        "2001,5|a,1|b,2|a,3|b,4|a,5 ! true",
        "2001,5|a,1|b,2|a,3|b,4|7,5|a,6 ! false"
      })
  void numberAboveFiveTextsAndNoNumberIsDoubted(String text, boolean doubt) throws IOException {
    assertEquals(new FirstLine(false, doubt), judged(text), text);
  }

  @ParameterizedTest
  @CsvSource({"48, true", "49, true", "50, false"})
  void namesAreSureWhereARowWouldBeUnlikely(int below, boolean doubt) throws IOException {
    // No text has been there once, so a new one comes once in below + 1 rows: 2 % are 50.
    assertEquals(new FirstLine(true, doubt), judged("u" + "|a".repeat(below)), below + " rows");
  }

  @Test
  void recordsOfTheSampleAreAHundred() throws IOException {
    for (int rows = 98; rows <= 102; rows++) {
      Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n" + "1,2\n".repeat(rows));
      CsvSample sample = CsvSample.read(file, TableOptions.DEFAULTS);
      assertEquals(Math.min(100, rows + 1), sample.records().size());
    }
  }
}
