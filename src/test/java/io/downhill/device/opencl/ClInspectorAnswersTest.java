package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.Trouble;
import io.downhill.device.opencl.ProbeProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told of machines that are not here: their children answer what they would. */
@EnabledOnOs(OS.LINUX)
class ClInspectorAnswersTest {
  private static final Answer NOTHING = new Answer(List.of(), Optional.of("no device"));

  @TempDir Path root;
  @TempDir Path vendors;

  private Map<String, String> environment() {
    return Map.of(IcdFiles.VENDORS, vendors.toString());
  }

  /** The child of a machine without a loader: every other fact is this machine's. */
  static final class WithoutLoader {
    private WithoutLoader() {}

    public static void main(String[] arguments) throws IOException {
      answer(arguments, new Facts(List.of(), false, 0, "", List.of()));
    }

    /** No other question has a bad answer. */
    private static void answer(String[] arguments, Facts facts) throws IOException {
      Path file = Path.of(arguments[arguments.length - 1]);
      Files.write(file, arguments[0].equals("ask") ? facts.lines() : List.of());
    }
  }

  /** The child of a machine whose loader is sound, where JOCL's own library does not load. */
  static final class WithoutJocl {
    private WithoutJocl() {}

    public static void main(String[] arguments) throws IOException {
      WithoutLoader.answer(
          arguments, new Facts(List.of(), false, 0, "JOCL does not load; do this", List.of()));
    }
  }

  /** The child of a machine where all drivers together leave some out. */
  static final class LeavesOut {
    private LeavesOut() {}

    public static void main(String[] arguments) throws IOException {
      boolean alone = System.getenv(IcdFiles.VENDORS).contains("downhill-icd");
      List<String> libraries = alone ? List.of("/x/liba.so") : List.of();
      WithoutLoader.answer(arguments, new Facts(libraries, true, 1, "", List.of()));
    }
  }

  private Inspection inspectBy(Class<?> child, boolean linux, Answer answer) {
    return new ClInspector(root, environment(), linux, ChildJvm.of(child)).inspection(answer);
  }

  private static final DeviceInfo DEVICE =
      new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1, "1");

  @Test
  void driverThatTheOthersLeaveOutIsNotToldAsLoaded() throws IOException {
    Path icd = Files.writeString(vendors.resolve("a.icd"), "liba.so\n");
    Answer answer = new Answer(List.of(DEVICE), Optional.empty());
    Inspection inspection = inspectBy(LeavesOut.class, true, answer);
    String state = "loads alone, but was not loaded with the other drivers";
    assertEquals(state, inspection.drivers().get(0).state());
    assertEquals(
        List.of(
            new Trouble(
                "liba.so, which " + icd + " names, " + state,
                "update the drivers, or rename the .icd files of the others")),
        inspection.troubles());
  }

  @Test
  void libraryOfJoclThatDoesNotLoadIsNoFaultOfTheLoader() throws IOException {
    Files.createDirectories(root.resolve("usr/lib"));
    Files.createFile(root.resolve("usr/lib/libOpenCL.so.1"));
    assertEquals(
        new Trouble("JOCL does not load", "do this"),
        inspectBy(WithoutJocl.class, true, NOTHING).troubles().get(0));
  }

  @Test
  void childThatCannotBeStartedIsNoFaultOfTheLoader() {
    ChildJvm none = new ChildJvm(List.of(root.resolve("none").toString()), ChildJvm::ended);
    Inspection inspection = new ClInspector(root, environment(), true, none).inspection(NOTHING);
    assertEquals(1, inspection.troubles().size(), inspection::toString);
    String what = inspection.troubles().get(0).what();
    String start =
        "OpenCL was not asked: a process for it could not be started: Cannot run program";
    assertTrue(what.startsWith(start), what);
  }

  /** Its folders, packages and device files are those of Linux. */
  @Test
  void otherSystemsAreToldWhatTheAnswerSays() throws IOException {
    Files.createDirectories(root.resolve("dev/dri/renderD128"));
    Files.writeString(vendors.resolve("lost.icd"), "liblost.so.1\n");
    Inspection inspection = inspectBy(WithoutLoader.class, false, NOTHING);
    assertEquals(List.of(new Trouble("no device", "")), inspection.troubles());
    assertEquals(List.of(), inspection.drivers());
    assertEquals("", inspection.loader());
  }

  @Test
  void missingLoaderIsTold() {
    Inspection inspection = inspectBy(WithoutLoader.class, true, NOTHING);
    assertEquals("", inspection.loader());
    assertEquals(
        new Trouble(
            "there is no OpenCL loader: libOpenCL.so.1 is in no folder of libraries",
            "install ocl-icd-libopencl1 (Debian, Ubuntu), ocl-icd (Fedora, Arch), or your GPU's"
                + " driver, which may bring one"),
        inspection.troubles().get(0));
  }
}
