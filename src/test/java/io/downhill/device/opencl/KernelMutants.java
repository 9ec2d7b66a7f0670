package io.downhill.device.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tries mutants of a kernel file in child JVMs, for a mutant may crash or never end. A child tries
 * one after the other for as long as the file as it is still passes in between; what happens to a
 * mutant counts only in a child that was sound before it.
 *
 * @param file the kernel file
 * @param simulated whether Oclgrind is the driver, and its reports count
 * @param folder of files for the children
 * @param mostWork processor time for one mutant
 */
record KernelMutants(String file, boolean simulated, Path folder, Duration mostWork) {
  private static final Path SIMULATOR = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

  /** Programs that a child builds before another takes over: they are never freed. */
  private static final int MOST_OF_A_CHILD = 60;

  private static final int NOT_SOUND = 3;

  static boolean canSimulate() {
    return Files.exists(SIMULATOR);
  }

  private Path results() {
    return folder.resolve(file + (simulated ? ".simulated" : "") + ".results");
  }

  private Path log() {
    return folder.resolve(file + ".oclgrind");
  }

  /** The outcome of each of these mutants: {@code SURVIVED}, or what came of it. */
  Map<Integer, String> outcomes(List<Integer> mutants) throws IOException, InterruptedException {
    Files.writeString(results(), "");
    Map<Integer, String> known = known();
    while (known.size() < mutants.size()) {
      List<Integer> left = new ArrayList<>(mutants);
      left.removeAll(known.keySet());
      tryInAChild(left.subList(0, Math.min(left.size(), MOST_OF_A_CHILD)));
      known = known();
    }
    return known;
  }

  private Map<Integer, String> known() throws IOException {
    Map<Integer, String> known = new TreeMap<>();
    for (String line : Files.readAllLines(results())) {
      String[] fields = line.split("\t", 2);
      known.put(Integer.parseInt(fields[0]), fields[1]);
    }
    return known;
  }

  private void tryInAChild(List<Integer> mutants) throws IOException, InterruptedException {
    Path output = folder.resolve(file + ".output");
    Process child = start(mutants, output);
    boolean hung = false;
    Duration begun = Duration.ZERO;
    int done = known().size();
    while (!child.waitFor(1, TimeUnit.SECONDS)) {
      Duration used = child.info().totalCpuDuration().orElse(Duration.ZERO);
      if (known().size() > done) {
        done = known().size();
        begun = used;
      }
      hung = used.minus(begun).compareTo(mostWork) > 0;
      if (hung) {
        child.destroyForcibly().waitFor();
      }
    }
    if (child.exitValue() == 0 || child.exitValue() == NOT_SOUND) {
      return;
    }
    String told = Files.readString(output);
    int last = told.lastIndexOf("BEGUN ");
    if (last < 0) {
      throw new IOException("the child could not start: " + told);
    }
    int index = Integer.parseInt(told.substring(last + 6).lines().findFirst().orElseThrow());
    if (hung || index == mutants.get(0)) {
      append(index, hung ? "HANG" : "CRASH");
    }
  }

  private Process start(List<Integer> mutants, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KernelMutants.class.getName(),
            file,
            Boolean.toString(simulated),
            folder.toString(),
            mutants.stream().map(String::valueOf).collect(Collectors.joining(",")));
    builder.environment().put("POCL_CACHE_DIR", folder.toString());
    if (simulated) {
      Files.writeString(folder.resolve("oclgrind.icd"), SIMULATOR + "\n");
      builder.environment().putAll(OclgrindTest.environment(folder, log()));
    }
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private void append(int index, String outcome) throws IOException {
    Files.writeString(results(), index + "\t" + outcome + "\n", StandardOpenOption.APPEND);
  }

  private String reports() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KernelJudge judge() {
    return simulated ? KernelJudge.ofSmallCases(file, this::reports) : KernelJudge.ofAllCases(file);
  }

  /** The child's side. */
  public static void main(String[] arguments) throws IOException {
    KernelMutants all =
        new KernelMutants(
            arguments[0], Boolean.parseBoolean(arguments[1]), Path.of(arguments[2]), Duration.ZERO);
    KernelJudge judge = all.judge();
    List<KernelMutant> mutants = KernelMutant.of(ClSources.BUNDLED.text(all.file()));
    if (!judge.sound()) {
      throw new IllegalStateException(all.file() + " fails as it is");
    }
    boolean first = true;
    for (String index : arguments[3].split(",")) {
      System.out.print("BEGUN " + index + "\n");
      System.out.flush();
      String outcome = judge.outcome(mutants.get(Integer.parseInt(index)).source());
      boolean sound = judge.sound();
      if (sound || first) {
        all.append(Integer.parseInt(index), outcome);
      }
      if (!sound) {
        // Not to run what a change of the kernel has overwritten.
        Runtime.getRuntime().halt(NOT_SOUND);
      }
      first = false;
    }
  }
}
