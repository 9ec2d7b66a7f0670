package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceDetails.Arithmetic;
import io.downhill.device.DeviceDetails.Form;
import io.downhill.device.DeviceDetails.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
  private static final Facts FACTS =
      new Facts(
          List.of("/usr/lib/libOpenCL.so.1.0.0", "/usr/lib/libgpu.so.1"),
          true,
          2,
          "one failed; update it",
          List.of(
              device("opencl:0", true, List.of(new Form(1, Integer.MAX_VALUE, "walks"))),
              device(
                  "opencl:1", false, List.of(new Form(1, 9, "tiles"), new Form(10, 12, "wide")))));

  private static DeviceDetails device(String id, boolean fma, List<Form> forms) {
    return new DeviceDetails(
        id,
        new Limits(1L << 40, 49152, 1024, 80, 1500),
        new Arithmetic(true, false, fma),
        forms,
        "/home/a user/tiles.txt",
        List.of(new Form(96, 111, "tiles of 32 rows")));
  }

  @Test
  void linesTellAllOfIt() throws IOException {
    assertEquals(FACTS, Facts.parse(FACTS.lines()));
  }

  @Test
  void tabsAndLineEndsOfDriversDoNoHarm() throws IOException {
    Facts facts = new Facts(List.of("/a\tb.so"), false, 0, "two\nlines", List.of());
    assertEquals(
        new Facts(List.of("/a b.so"), false, 0, "two lines", List.of()),
        Facts.parse(facts.lines()));
  }

  @Test
  void halfAnAnswerIsRefused() {
    List<String> lines = FACTS.lines();
    assertThrows(IOException.class, () -> Facts.parse(lines.subList(0, lines.size() - 1)));
    assertThrows(IOException.class, () -> Facts.parse(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device\topencl:0\t1",
        "rule\t1\tx\twalks",
        "rule\t1\t2",
        "platforms\tmany",
        "other"
      })
  void lineThatIsNoFactIsRefused(String line) {
    List<String> lines = new ArrayList<>(FACTS.lines());
    lines.add(lines.size() - 1, line);
    assertThrows(IOException.class, () -> Facts.parse(lines));
  }

  @Test
  void libraryIsFoundByItsName() {
    assertEquals(Optional.of("/usr/lib/libOpenCL.so.1.0.0"), FACTS.library("libOpenCL.so"));
    assertEquals(
        Optional.of("/usr/lib/libgpu.so.1"), FACTS.library("libgpu.so.1", Optional.empty()));
    assertEquals(Optional.empty(), FACTS.library("libgpu.so", Optional.empty()));
  }

  /** The memory of a process names the file behind a link. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void libraryIsFoundBehindALink(@TempDir Path folder) throws IOException {
    Path real = Files.createFile(folder.toRealPath().resolve("libgpu.so.535"));
    Path link = Files.createSymbolicLink(folder.resolve("libgpu.so.1"), real);
    Facts facts = new Facts(List.of(real.toString()), true, 1, "", List.of());
    assertEquals(Optional.of(real.toString()), facts.library(link.toString(), Optional.of(link)));
  }
}
