package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.Trouble;
import io.downhill.device.opencl.ProbeProcess.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps OpenCL from its devices is told with a cure, and ends no command. */
@EnabledOnOs(OS.LINUX)
class ClInspectorTest {
  private static final Answer NOTHING = new Answer(List.of(), Optional.of("no device"));
  private static final String POCL = "libpocl";

  /** No root of a system, so that this machine's GPUs and folders do not matter. */
  @TempDir Path root;

  @TempDir Path vendors;
  @TempDir Path libraries;

  @BeforeAll
  static void needsALoader() {
    OpenClRequired.orSkip();
  }

  private Map<String, String> environment(String... namesAndValues) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    List.of(IcdFiles.VENDORS, IcdFiles.VENDOR_PATH, IcdFiles.FILENAMES, "LD_LIBRARY_PATH")
        .forEach(environment::remove);
    environment.put(IcdFiles.VENDORS, vendors.toString());
    for (int k = 0; k < namesAndValues.length; k += 2) {
      environment.put(namesAndValues[k], namesAndValues[k + 1]);
    }
    return environment;
  }

  /** Waits for a child unless it has left the file of one that hangs, whatever the clock says. */
  private boolean ended(Process child, Duration limit) throws InterruptedException {
    while (!child.waitFor(10, TimeUnit.MILLISECONDS)) {
      if (Files.exists(libraries.resolve("hung"))) {
        return false;
      }
    }
    return true;
  }

  private Inspection inspect(Answer answer, Map<String, String> environment) {
    ChildJvm child = new ChildJvm(ChildJvm.of(ClInspectorChild.class).command(), this::ended);
    return new ClInspector(root, environment, true, child).inspection(answer);
  }

  private Path icd(String name, Object library) throws IOException {
    return Files.writeString(vendors.resolve(name), library + "\n");
  }

  private static List<String> states(Inspection inspection) {
    return inspection.drivers().stream().map(Inspection.Driver::state).toList();
  }

  /** The one driver is in this state, and the one trouble tells it with this cure. */
  private static void assertTrouble(String who, String state, String cure, Inspection inspection) {
    assertEquals(List.of(state), states(inspection));
    assertEquals(List.of(new Trouble((who + " " + state).strip(), cure)), inspection.troubles());
  }

  private static String update(Path icd) {
    return "update this driver, or rename " + icd + " so that it does not end in .icd";
  }

  /** The library of PoCL, as its own .icd file names it. */
  private static String pocl() throws IOException {
    for (Path file : new IcdFiles(Path.of("/"), Map.of()).files()) {
      if (Files.readString(file).contains(POCL)) {
        return Files.readString(file).strip();
      }
    }
    assumeTrue(false, "SKIPPED: PoCL is not among the drivers of this machine");
    return "";
  }

  @Test
  void loaderIsToldWithoutADriver() {
    Inspection inspection = inspect(NOTHING, environment());
    assertTrue(inspection.loader().matches("/.*/libOpenCL\\.so.*"), inspection::toString);
    assertTrue(Files.exists(Path.of(inspection.loader())), inspection::toString);
  }

  @Test
  void emptyFolderIsToldWithTheVariableThatNamesIt() {
    Inspection inspection = inspect(NOTHING, environment());
    assertEquals(
        List.of(
            new Trouble(
                vendors + ", where OCL_ICD_VENDORS points, is empty: no .icd file names a driver",
                "unset OCL_ICD_VENDORS, or install your GPU's driver, or pocl-opencl-icd for the"
                    + " CPU")),
        inspection.troubles());
    assertEquals(vendors.toString(), inspection.place());
    assertEquals("OCL_ICD_VENDORS", inspection.setBy());
  }

  @Test
  void workingDriverIsLoadedAndItsDeviceTold() throws IOException {
    icd("pocl.icd", pocl());
    Answer answer = new Answer(ClRuntime.list(), Optional.empty());
    Inspection inspection = inspect(answer, environment());
    assertEquals(List.of(), inspection.troubles());
    assertEquals(List.of("loaded"), states(inspection));
    Path library = Path.of(inspection.drivers().get(0).path());
    assertTrue(library.getFileName().toString().startsWith(POCL), library::toString);
    assertTrue(Files.exists(library), library::toString);
    DeviceDetails device = inspection.devices().get(0);
    assertEquals("opencl:0", device.id());
    assertTrue(device.limits().largestBuffer() > 1 << 20, device::toString);
    assertTrue(device.limits().localMemory() >= 1 << 14, device::toString);
    assertTrue(device.limits().computeUnits() > 0, device::toString);
    assertEquals(ClRuntime.list().get(0).exact(), device.arithmetic().exact());
    assertEquals("a work-item for each block of 1024 rows", device.rule().get(0).text());
  }

  /** A real driver whose device is not exact. */
  @Test
  void simulatorIsNotExactSinceItHasNoFma() throws IOException {
    Path library = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");
    assumeTrue(Files.exists(library), "SKIPPED: Oclgrind is not installed");
    icd("oclgrind.icd", library);
    DeviceInfo device =
        new DeviceInfo("opencl:0", "Oclgrind Simulator", "Oclgrind", "gpu", false, 1, "21.10");
    Inspection inspection = inspect(new Answer(List.of(device), Optional.empty()), environment());
    assertEquals(List.of("loaded"), states(inspection));
    assertEquals(List.of("fma"), inspection.devices().get(0).arithmetic().missing());
  }

  @Test
  void driverThatCrashesIsNamedAndTheOtherIsNot() throws Exception {
    Path crashing = StubDriver.CRASHES.in(libraries);
    Path icd = icd("broken.icd", crashing);
    icd("pocl.icd", pocl());
    Inspection inspection = inspect(NOTHING, environment());
    assertEquals(List.of("crashes with status 134", "loaded"), states(inspection));
    assertEquals(
        List.of(
            new Trouble(
                crashing + ", which " + icd + " names, crashes with status 134", update(icd))),
        inspection.troubles());
  }

  @Test
  void driverThatHangsIsNamed() throws Exception {
    Path hanging = StubDriver.HANGS.in(libraries);
    Path icd = icd("broken.icd", hanging);
    Inspection inspection =
        inspect(NOTHING, environment("HANGS_IN", libraries.resolve("hung").toString()));
    assertEquals(List.of("hangs: no answer in 20 s"), states(inspection));
    assertEquals(
        new Trouble(hanging + ", which " + icd + " names, hangs: no answer in 20 s", update(icd)),
        inspection.troubles().get(0));
  }

  @Test
  void driverWithoutHardwareIsTold() throws Exception {
    Path library = StubDriver.WITHOUT_PLATFORM.in(libraries);
    Path icd = icd("idle.icd", library);
    assertTrouble(
        library + ", which " + icd + " names,",
        "loads, but has no platform, as if its hardware were missing",
        "none is needed if this machine has no device of its kind; else " + update(icd),
        inspect(NOTHING, environment()));
  }

  @Test
  void driverThatLacksALibraryIsToldWithItsName() throws Exception {
    Path library = StubDriver.WITHOUT_A_LIBRARY.in(libraries);
    Path icd = icd("half.icd", library);
    assertTrouble(
        library + ", which " + icd + " names,",
        "does not load: libgone.so.7: cannot open shared object file: No such file or directory",
        update(icd),
        inspect(NOTHING, environment()));
  }

  @Test
  void libraryThatIsGoneIsTold() throws IOException {
    Path icd = icd("lost.icd", "liblost.so.1");
    assertTrouble(
        "liblost.so.1, which " + icd + " names,",
        "is not there",
        "install the driver again, or rename " + icd + " so that it does not end in .icd",
        inspect(NOTHING, environment()));
  }

  /** As an editor of Windows writes it: the loader looks for a library of another name. */
  @Test
  void carriageReturnBesideTheNameIsTold() throws IOException {
    Path library = new LibrarySearch(Path.of("/"), Map.of()).find(pocl()).orElseThrow();
    Path icd = icd("pocl.icd", library + "\r");
    ChildJvm child = ChildJvm.of(ClInspectorChild.class);
    Facts facts = Facts.parse(child.run(Duration.ofHours(1), environment(), "ask").lines());
    assumeTrue(facts.platforms() == 0, "SKIPPED: this loader takes it for a blank");
    assertTrouble(
        library + ", which " + icd + " names,",
        "is not loaded: blanks or a carriage return stand beside its name there, and the loader may"
            + " take them for a part of it",
        "let the file hold the name and a line feed alone: echo " + library + " | sudo tee " + icd,
        inspect(NOTHING, environment()));
  }

  @Test
  void fileThatNamesNoLibraryIsTold() throws IOException {
    Path icd = icd("empty.icd", "");
    assertTrouble(
        icd.toString(),
        "names no library, or cannot be read",
        "let it hold the name of the driver's library, for all to read, or remove it",
        inspect(NOTHING, environment()));
  }

  @Test
  void driverOfAVariableIsCuredByUnsettingIt() throws Exception {
    Path crashing = StubDriver.CRASHES.in(libraries);
    assertTrouble(
        crashing + ", which OCL_ICD_VENDORS names,",
        "crashes with status 134",
        "update this driver, or unset OCL_ICD_VENDORS",
        inspect(NOTHING, environment(IcdFiles.VENDORS, crashing.toString())));
  }

  @Test
  void variableThatTheLoaderDoesNotReadIsTold() throws IOException {
    Inspection inspection = inspect(NOTHING, environment(IcdFiles.FILENAMES, pocl()));
    byte[] loader = Files.readAllBytes(Path.of(inspection.loader()));
    assumeTrue(
        !new String(loader, StandardCharsets.ISO_8859_1).contains(IcdFiles.FILENAMES),
        "SKIPPED: this loader reads OCL_ICD_FILENAMES");
    assertTrouble(
        pocl() + ", which OCL_ICD_FILENAMES names,",
        "is not asked, for " + inspection.loader() + " does not read this variable",
        "write the library's path into a file that ends in .icd in " + vendors,
        inspection);
  }

  @Test
  void loaderThatDoesNotLoadIsToldWithTheVariableThatBringsIt() throws IOException {
    Path loader = Files.writeString(libraries.resolve("libOpenCL.so.1"), "not a library at all");
    Files.copy(loader, libraries.resolve("libOpenCL.so"));
    Inspection inspection =
        inspect(NOTHING, environment(LibrarySearch.VARIABLE, libraries.toString()));
    Trouble trouble = inspection.troubles().get(0);
    assertEquals("", inspection.loader());
    assertTrue(
        trouble.what().startsWith("the OpenCL loader " + loader + " does not load: "),
        trouble::toString);
    assertEquals("take " + libraries + " out of LD_LIBRARY_PATH", trouble.cure());
  }

  /** Each has its own cause: a library that is gone hid it. */
  @Test
  void platformThatFailsIsToldBesideOtherTrouble() throws IOException {
    icd("lost.icd", "liblost.so.1");
    icd("pocl.icd", pocl());
    Answer answer =
        new Answer(
            ClRuntime.list(), Optional.of("the OpenCL platform A failed; update its driver"));
    List<Trouble> troubles = inspect(answer, environment()).troubles();
    assertEquals(2, troubles.size(), troubles::toString);
    assertEquals(new Trouble("the OpenCL platform A failed", "update its driver"), troubles.get(1));
  }

  @Test
  void answerThatNothingExplainsIsToldAsItIs() throws IOException {
    icd("pocl.icd", pocl());
    assertEquals(List.of(new Trouble("no device", "")), inspect(NOTHING, environment()).troubles());
  }

  /** It cannot be opened to be written, whoever asks: it is a folder. */
  @Test
  void deviceFileThatCannotBeOpenedIsTold() throws IOException {
    icd("pocl.icd", pocl());
    Path file = Files.createDirectories(root.resolve("dev/dri/renderD128"));
    Answer answer = new Answer(ClRuntime.list(), Optional.empty());
    Trouble trouble = inspect(answer, environment()).troubles().get(0);
    assertEquals("this user cannot open " + file + ": Is a directory", trouble.what());
  }
}
