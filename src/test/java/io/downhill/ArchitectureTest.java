package io.downhill;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludePackageInfos;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dependencies between the packages: cli, report, io.downhill, verdict, inference, device.cpu
 * and device.opencl, device, the rooms of data, data and optim, each knowing only what comes after
 * it.
 */
@AnalyzeClasses(
    packages = "io.downhill",
    importOptions = {DoNotIncludeTests.class, DoNotIncludePackageInfos.class})
final class ArchitectureTest {
  private static final String ROOT = "io.downhill";
  private static final String CELL = "io.downhill.data.cell";
  private static final String DATA = "io.downhill.data";
  private static final String TEXT = "io.downhill.data.text";
  private static final String DUCKDB = "io.downhill.data.duckdb";
  private static final String NPY = "io.downhill.data.npy";
  private static final String SPARSE = "io.downhill.data.sparse";
  private static final String COLUMN = "io.downhill.data.column";
  private static final String WORDS = "io.downhill.data.words";
  private static final String TABLE = "io.downhill.data.table";
  private static final String SUMS = "io.downhill.sums";
  private static final String OPTIM = "io.downhill.optim";
  private static final String VERDICT = "io.downhill.verdict";
  private static final String INFERENCE = "io.downhill.inference";
  private static final String DEVICE = "io.downhill.device";
  private static final String CPU = "io.downhill.device.cpu";
  private static final String OPENCL = "io.downhill.device.opencl";
  private static final String SEVERAL = "io.downhill.device.several";
  private static final String REPORT = "io.downhill.report";
  private static final String COMPARISON = "io.downhill.comparison";
  private static final String TUNING = "io.downhill.tuning";
  private static final String CLI = "io.downhill.cli";

  private static final List<String> PACKAGES =
      List.of(
          ROOT,
          CELL,
          DATA,
          TEXT,
          DUCKDB,
          NPY,
          SPARSE,
          COLUMN,
          WORDS,
          TABLE,
          SUMS,
          OPTIM,
          VERDICT,
          INFERENCE,
          DEVICE,
          CPU,
          OPENCL,
          SEVERAL,
          COMPARISON,
          TUNING,
          REPORT,
          CLI);

  /** An import that finds fewer has lost a part of the project. */
  private static final int LEAST_CLASSES = 75;

  @ArchTest
  static final ArchRule sumsKnowJavaAlone =
      classes()
          .that()
          .resideInAPackage(SUMS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SUMS, "java..");

  @ArchTest static final ArchRule cellKnowsNoOtherPackage = knowsOnly(CELL);

  @ArchTest static final ArchRule dataKnowsCellsAndSums = knowsOnly(DATA, CELL, SUMS);

  @ArchTest static final ArchRule textKnowsNoDatabase = knowsOnly(TEXT, DATA, CELL);

  @ArchTest static final ArchRule duckdbReadsWhatTextLeaves = knowsOnly(DUCKDB, TEXT, DATA, CELL);

  @ArchTest static final ArchRule npyKnowsNoTable = knowsOnly(NPY, DATA, CELL);

  @ArchTest static final ArchRule sparseKnowsNoTable = knowsOnly(SPARSE, DATA);

  @ArchTest static final ArchRule columnKnowsNoFile = knowsOnly(COLUMN, WORDS, DATA, CELL);

  @ArchTest static final ArchRule wordsKnowsDataAlone = knowsOnly(WORDS, DATA);

  @ArchTest
  static final ArchRule tableKnowsWhatIsBelowIt =
      knowsOnly(TABLE, COLUMN, WORDS, DUCKDB, TEXT, DATA, CELL);

  @ArchTest
  static final ArchRule optimKnowsJavaAlone =
      classes()
          .that()
          .resideInAPackage(OPTIM)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(OPTIM, "java..");

  @ArchTest static final ArchRule deviceKnowsDataAndOptim = knowsOnly(DEVICE, DATA, OPTIM, SUMS);

  @ArchTest static final ArchRule cpuKnowsWhatIsBelowIt = knowsOnly(CPU, DEVICE, DATA, OPTIM, SUMS);

  @ArchTest
  static final ArchRule openclKnowsWhatIsBelowIt = knowsOnly(OPENCL, DEVICE, DATA, OPTIM, SUMS);

  @ArchTest static final ArchRule severalKnowsNoDevice = knowsOnly(SEVERAL, DEVICE, DATA, SUMS);

  @ArchTest
  static final ArchRule verdictKnowsDeviceDataAndOptim = knowsOnly(VERDICT, DEVICE, DATA, OPTIM);

  @ArchTest static final ArchRule comparisonKnowsNoOtherPackage = knowsOnly(COMPARISON);

  @ArchTest static final ArchRule tuningKnowsDataAlone = knowsOnly(TUNING, DATA);

  @ArchTest static final ArchRule inferenceKnowsNoDevice = knowsOnly(INFERENCE, DATA, OPTIM);

  @ArchTest
  static final ArchRule inferenceAndComparisonAloneKnowDistributions =
      noClasses()
          .that()
          .resideOutsideOfPackages(INFERENCE, COMPARISON)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons..");

  @ArchTest
  static final ArchRule rootKnowsWhatIsBelowIt =
      knowsOnly(
          ROOT,
          COMPARISON,
          TUNING,
          VERDICT,
          INFERENCE,
          DEVICE,
          CPU,
          OPENCL,
          SEVERAL,
          TABLE,
          NPY,
          DATA,
          CELL,
          OPTIM,
          SUMS);

  @ArchTest
  static final ArchRule reportKnowsWhatIsBelowIt =
      knowsOnly(REPORT, ROOT, INFERENCE, DEVICE, DATA, CELL, OPTIM, SUMS);

  @ArchTest
  static final ArchRule cliKnowsNoDevice =
      knowsOnly(
          CLI,
          REPORT,
          ROOT,
          COMPARISON,
          TUNING,
          INFERENCE,
          DEVICE,
          TABLE,
          NPY,
          SPARSE,
          DUCKDB,
          DATA,
          CELL,
          OPTIM);

  @ArchTest
  static final ArchRule devicesAloneNamesTheImplementations =
      noClasses()
          .that()
          .resideOutsideOfPackages(CPU, OPENCL, SEVERAL)
          .and()
          .doNotHaveFullyQualifiedName("io.downhill.Devices")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CPU, OPENCL, SEVERAL);

  @ArchTest
  static final ArchRule packagesHaveNoCircles =
      slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

  @ArchTest static final ArchRule openclAloneKnowsJocl = onlyIn(OPENCL, "org.jocl..");

  @ArchTest static final ArchRule duckdbAloneKnowsDuckDb = onlyIn(DUCKDB, "org.duckdb..");

  /** {@code TableSource} is given a result, and gives it on. */
  @ArchTest
  static final ArchRule duckdbAloneKnowsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage(DUCKDB)
          .and()
          .doNotHaveFullyQualifiedName("io.downhill.data.table.TableSource")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule cliAloneParsesOptionsAndDrawsProgress =
      onlyIn(CLI, "picocli..", "me.tongfei..");

  @ArchTest static final ArchRule cliAloneConfiguresLogging = onlyIn(CLI, "ch.qos.logback..");

  @ArchTest
  static final ArchRule cliAlonePrintsAndExits =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  /** Rules over nothing would all hold. */
  @ArchTest
  static void everyPackageWasSeen(JavaClasses seen) {
    Map<String, Long> classes =
        seen.stream()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    for (String name : PACKAGES) {
      assertNotEquals(0L, classes.getOrDefault(name, 0L), "no class seen in " + name);
    }
    assertTrue(
        seen.size() >= LEAST_CLASSES,
        "expected at least " + LEAST_CLASSES + " classes, actual " + seen.size() + ": " + classes);
  }

  @ArchTest
  static void everyPackageHasItsRules(JavaClasses seen) {
    var known = resideInAnyPackage(PACKAGES.toArray(String[]::new));
    List<String> strangers =
        seen.stream().filter(not(known)).map(JavaClass::getName).sorted().toList();
    assertEquals(List.of(), strangers, "classes in packages that no rule names");
  }

  /** Of the project's packages, those in {@code from} may depend on themselves and on these. */
  private static ArchRule knowsOnly(String from, String... others) {
    String[] allowed = Stream.concat(Stream.of(from), Stream.of(others)).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.downhill..").and(not(resideInAnyPackage(allowed))));
  }

  private static ArchRule onlyIn(String home, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  /** One slice a package; ArchUnit's own patterns cannot name the root package beside its parts. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith(ROOT)
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of the project";
    }
  }
}
