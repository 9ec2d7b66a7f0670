package io.downhill.device.opencl;

import io.downhill.device.CacheFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compiles programs for GPUs that need not be there. What was compiled once is kept in a folder, by
 * text, options, target and compiler.
 *
 * @param folder of the outputs
 */
record GpuCompiler(Path folder) {
  private static final String MIDDLE = "middle.ll";
  private static final String ASSEMBLY = "assembly.s";
  private static final long MOST_SECONDS = 300;

  /** To be changed with the commands below, since what others made counts no more. */
  private static final String COMMANDS = "3";

  /** In the folder of this build, which {@code mvn clean} empties. */
  static final GpuCompiler OF_BUILD = new GpuCompiler(Path.of("target", "gpu-code"));

  /**
   * A program and where it is to run.
   *
   * @param extra arguments beyond those that every program gets
   */
  record Job(ClProgram.Recipe recipe, GpuTarget target, List<String> extra) {
    Job(ClProgram.Recipe recipe, GpuTarget target) {
      this(recipe, target, List.of());
    }
  }

  /** The code of these, in their order; compiled on all cores. */
  List<GpuCode> compile(List<Job> jobs) throws Exception {
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<GpuCode>> running = new ArrayList<>();
      for (Job job : jobs) {
        running.add(workers.submit(() -> compile(job)));
      }
      List<GpuCode> codes = new ArrayList<>();
      for (Future<GpuCode> one : running) {
        codes.add(one.get());
      }
      return codes;
    } finally {
      workers.shutdownNow();
    }
  }

  /** The code of one. */
  GpuCode compile(Job job) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String key =
        CacheFile.fingerprintOf(
            List.of(
                COMMANDS,
                job.recipe().source(),
                job.recipe().allOptions(),
                job.target().chip,
                String.join(" ", job.extra()),
                compilerOf(job.target())));
    Path assembly = folder.resolve(key + ".s");
    Path middle = folder.resolve(key + ".ll");
    if (!Files.exists(assembly)) {
      // Another JVM of the tests may be about the same program.
      Path own = Files.createTempDirectory(folder, "job");
      try {
        compile(job, own);
        Files.move(own.resolve(MIDDLE), middle, StandardCopyOption.ATOMIC_MOVE);
        Files.move(own.resolve(ASSEMBLY), assembly, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        try (Stream<Path> left = Files.list(own)) {
          left.map(Path::toFile).forEach(File::delete);
        }
        Files.delete(own);
      }
    }
    return new GpuCode(
        job.target(),
        job.recipe().name() + " " + job.recipe().options(),
        Files.readString(middle),
        Files.readString(assembly));
  }

  private void compile(Job job, Path own) throws IOException, InterruptedException {
    Path source = Files.writeString(own.resolve("source.cl"), job.recipe().source());
    if (job.target().family == GpuTarget.Family.SPIRV) {
      spirv(job, source, own.resolve(MIDDLE), own.resolve(ASSEMBLY));
    } else {
      machineCode(job, source, own.resolve(MIDDLE), own.resolve(ASSEMBLY));
    }
  }

  /** The file and its age: another version has another. */
  private static String compilerOf(GpuTarget target) throws IOException {
    Path compiler =
        target.family == GpuTarget.Family.SPIRV ? GpuTools.SPIRV : GpuTools.CLANG.toRealPath();
    return compiler + " " + Files.getLastModifiedTime(compiler);
  }

  private void machineCode(Job job, Path source, Path middle, Path assembly)
      throws IOException, InterruptedException {
    List<String> front = new ArrayList<>(List.of(GpuTools.CLANG.toString(), "-x", "cl", "-O3"));
    front.addAll(List.of(job.recipe().allOptions().replace("-D ", "-D").split(" ")));
    front.addAll(job.target().arguments());
    front.addAll(List.of("-Xclang", "-mlink-builtin-bitcode"));
    front.addAll(List.of("-Xclang", job.target().library(), "-Wno-linker-warnings"));
    front.addAll(job.extra());
    front.addAll(List.of("-S", "-emit-llvm", source.toString(), "-o", middle.toString()));
    run(job, front);
    List<String> back = new ArrayList<>(List.of(GpuTools.CLANG.toString(), "-x", "ir", "-O3"));
    back.addAll(List.of("-Xclang", "-disable-llvm-passes"));
    back.addAll(job.target().arguments());
    back.addAll(job.extra());
    back.addAll(List.of("-S", middle.toString(), "-o", assembly.toString()));
    run(job, back);
  }

  /** As its reader's own compiler begins: not optimised, for the translator knows no freeze. */
  private void spirv(Job job, Path source, Path middle, Path assembly)
      throws IOException, InterruptedException {
    List<String> front =
        new ArrayList<>(List.of(GpuTools.CLANG_OF_SPIRV.toString(), "-x", "cl", "-O2"));
    front.addAll(List.of("-Xclang", "-disable-llvm-passes"));
    front.addAll(List.of(job.recipe().allOptions().replace("-D ", "-D").split(" ")));
    front.addAll(job.target().arguments());
    front.addAll(job.extra());
    front.add("-emit-llvm");
    List<String> text = new ArrayList<>(front);
    text.addAll(List.of("-S", source.toString(), "-o", middle.toString()));
    run(job, text);
    Path bitcode = Path.of(middle + ".bc");
    front.addAll(List.of("-c", source.toString(), "-o", bitcode.toString()));
    run(job, front);
    Path binary = Path.of(middle + ".spv");
    // From 1.4 on the validator wants names of constants that this translator does not list.
    run(
        job,
        List.of(
            GpuTools.SPIRV.toString(),
            "--spirv-max-version=1.3",
            bitcode.toString(),
            "-o",
            binary.toString()));
    run(job, List.of(GpuTools.SPIRV_VALIDATOR.toString(), binary.toString()));
    run(
        job,
        List.of(GpuTools.SPIRV_READER.toString(), binary.toString(), "-o", assembly.toString()));
  }

  private void run(Job job, List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "log", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            job.target() + ": " + MOST_SECONDS + " s were too few for " + command);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            job.target() + " " + job.recipe().name() + ": " + command + "\n" + read(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw e;
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
