package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Drivers that do what broken ones do, made with the C compiler of this machine. */
public enum StubDriver {
  /** Ends the process that asks it for its functions. */
  CRASHES("#include <stdlib.h>\nvoid *clGetExtensionFunctionAddress(const char *n) { abort(); }"),

  /** Never answers; it leaves the file that HANGS_IN names, so that nobody waits for it. */
  HANGS(
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      void *clGetExtensionFunctionAddress(const char *n) {
        FILE *f = fopen(getenv("HANGS_IN"), "w");
        if (f) fclose(f);
        for (;;) pause();
      }
      """),

  /** A driver whose hardware is missing. */
  WITHOUT_PLATFORM(
      """
      #include <string.h>
      static int none(unsigned n, void *p, unsigned *count) { if (count) *count = 0; return -1001; }
      void *clGetExtensionFunctionAddress(const char *name) {
        return strcmp(name, "clIcdGetPlatformIDsKHR") == 0 ? (void *) none : 0;
      }
      """),

  /** Wants a library that is not there. */
  WITHOUT_A_LIBRARY("void *clGetExtensionFunctionAddress(const char *n) { return 0; }");

  private final String source;

  StubDriver(String source) {
    this.source = source;
  }

  /** The library, compiled into a folder. */
  public Path in(Path folder) throws IOException, InterruptedException {
    String compiler =
        Stream.of("cc", "gcc", "clang").filter(StubDriver::isThere).findFirst().orElse("");
    assumeTrue(
        !compiler.isEmpty(), "SKIPPED: no C compiler, so no broken driver to be tested with");
    Path library = folder.resolve("lib" + name().toLowerCase(java.util.Locale.ROOT) + ".so");
    if (this == WITHOUT_A_LIBRARY) {
      Path other = Files.writeString(folder.resolve("other.c"), "int other() { return 0; }");
      Path gone = folder.resolve("libgone.so.7");
      compile(compiler, other, gone, "-Wl,-soname,libgone.so.7");
      compile(compiler, file(folder), library, "-Wl,--no-as-needed", gone.toString());
      Files.delete(gone);
    } else {
      compile(compiler, file(folder), library);
    }
    return library;
  }

  private Path file(Path folder) throws IOException {
    return Files.writeString(folder.resolve(name() + ".c"), source);
  }

  private static boolean isThere(String program) {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void compile(String compiler, Path source, Path library, String... more)
      throws IOException, InterruptedException {
    Path log = source.resolveSibling("compiler.txt");
    Stream<String> command =
        Stream.of(compiler, "-shared", "-fPIC", "-o", library.toString(), source.toString());
    Process process =
        new ProcessBuilder(Stream.concat(command, Stream.of(more)).toList())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(log));
  }
}
