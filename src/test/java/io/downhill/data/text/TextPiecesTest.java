package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text tells the same however few of its bytes or characters are looked at together. */
class TextPiecesTest {
  private static final String[] PARTS = {
    "a",
    "1.5",
    ",",
    ";",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "#",
    "## x",
    "\u00e9",
    "\u4e2d",
    "\ud83d\ude00",
    "\uFEFF",
    "\"q\nq\"",
    "\"q\r\nq\"",
    "\u0000"
  };

  @TempDir Path folder;

  private static String text(Random random, int kinds) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
    for (int k = random.nextInt(30); k >= 0; k--) {
      text.append(PARTS[random.nextInt(kinds)]);
    }
    return text.toString();
  }

  /** What a reader makes of a text, to the point where it refuses it. */
  private static List<String> records(Path file, Charset charset, FileOptions options, int buffer) {
    List<String> found = new ArrayList<>();
    try (TextRecords records = new TextRecords(file, charset, options, buffer)) {
      while (records.next()) {
        found.add(records.line() + ": " + records.record() + " " + records.endsInCarriageReturn());
      }
    } catch (DataException | IOException e) {
      found.add(e.toString());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void recordsAreTheSameThroughABufferOfAnyLength(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    Path file = folder.resolve("x.csv");
    FileOptions comments = FileOptions.DEFAULTS.comment("##");
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      String text = text(random, PARTS.length);
      Files.write(file, text.getBytes(charset));
      FileOptions options = random.nextBoolean() ? comments : FileOptions.DEFAULTS;
      options = options.skip(random.nextInt(3));
      List<String> expected = records(file, charset, options, 1 << 14);
      for (int buffer : new int[] {2, 3, 4, 5, text.length(), text.length() + 1}) {
        int least = Math.max(2, buffer);
        List<String> actual = records(file, charset, options, least);
        assertEquals(expected, actual, "seed " + seed + ", buffer of " + least);
      }
    }
  }

  @Test
  void recordsOfEveryKindOfLineAreThese() throws IOException {
    Path file = folder.resolve("x.csv");
    Files.writeString(
        file, "\uFEFFtitle\r\n## no row\r1,\"a\r\nb\"\r\n\r2,\u00e9\r\n##\n3,\ud83d\ude00");
    FileOptions options = FileOptions.DEFAULTS.skip(1).comment("##");
    for (int buffer = 2; buffer < 40; buffer++) {
      assertEquals(
          List.of(
              "3: 1,\"a\r\nb\" false", "5:  true", "6: 2,\u00e9 false", "8: 3,\ud83d\ude00 false"),
          records(file, StandardCharsets.UTF_8, options, buffer),
          "buffer of " + buffer);
    }
  }

  private static String shown(TextSurvey survey) {
    return String.join(
        " ",
        "regular " + survey.regular(),
        "crlf " + survey.crlf(),
        "zero " + survey.zero(),
        "characters " + survey.utf8().characters(),
        "strays " + survey.utf8().strays());
  }

  @Test
  void surveyIsTheSameThroughABufferOfAnyLength() throws IOException {
    Path file = folder.resolve("x.csv");
    String[] encodings = {"UTF-8", "windows-1252"};
    for (int seed = 0; seed < 250; seed++) {
      Random random = new Random(seed);
      String text = text(random, seed % 2 == 0 ? PARTS.length : 14);
      Files.write(file, text.getBytes(encodings[random.nextInt(2)]));
      char delimiter = ",; ".charAt(random.nextInt(3));
      boolean lone = random.nextBoolean();
      String expected = shown(TextSurvey.of(file, delimiter, lone));
      for (int buffer : new int[] {1, 2, 3, 5, (int) Files.size(file)}) {
        String actual = shown(TextSurvey.of(file, delimiter, lone, Math.max(1, buffer)));
        assertEquals(expected, actual, "seed " + seed + ", buffer of " + buffer);
      }
    }
  }

  private static Utf8 utf8(byte[] bytes, int piece) {
    Utf8 utf8 = new Utf8();
    for (int from = 0; from < bytes.length; from += piece) {
      utf8.add(bytes, from, Math.min(bytes.length, from + piece));
    }
    utf8.end();
    return utf8;
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void utf8IsWhatJavaDecodesWhereverItIsCut() {
    // The first and the last bytes of each row of the table of well-formed sequences, and others.
    int[] some = {
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };
    int valid = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[28 + random.nextInt(12)];
      Arrays.fill(bytes, (byte) 'a');
      int at = random.nextInt(bytes.length - 4);
      for (int k = 0; k < 1 + random.nextInt(4); k++) {
        bytes[at + k] = (byte) some[random.nextInt(some.length)];
      }
      boolean expected = decodes(bytes);
      valid += expected ? 1 : 0;
      for (int piece : new int[] {1, 2, 3, 31, 32, 33, bytes.length}) {
        assertEquals(expected, utf8(bytes, piece).valid(), "seed " + seed + ", pieces of " + piece);
      }
    }
    assertTrue(valid > 50, valid + " of 2000 are UTF-8");
  }

  @Test
  void charactersAreCountedWhereverTheyStand() {
    for (int before = 0; before < 70; before++) {
      for (String character : List.of("\u00e9", "\u4e2d", "\ud83d\ude00")) {
        String text = "a".repeat(before) + character + "b".repeat(40) + character;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= bytes.length; piece++) {
          assertEquals(2, utf8(bytes, piece).characters(), before + " before, piece " + piece);
        }
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertEquals(1, utf8(cut, 7).strays(), "cut short");
      }
    }
  }
}
