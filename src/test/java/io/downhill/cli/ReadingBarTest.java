package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadingBarTest {
  private static String shown(boolean live, long nanos) throws InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    try (ReadingBar bar =
        new ReadingBar(new Terminal(stream, stream, live), new CommonOptions(), nanos)) {
      Thread.sleep(1);
      bar.read(4096, Double.NaN);
      bar.read(8192, 0.25);
      Thread.sleep(500);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void barShowsRowsAndPart() throws InterruptedException {
    String shown = shown(true, 0);
    assertTrue(shown.contains("reading") && shown.contains("25%"), shown);
    assertTrue(shown.contains("8192 rows"), shown);
  }

  @Test
  void noBarWhereNobodyWatches() throws InterruptedException {
    assertEquals("", shown(false, 0));
  }

  @Test
  void noBarWhereReadingIsShort() throws InterruptedException {
    assertEquals("", shown(true, 60_000_000_000L));
  }
}
