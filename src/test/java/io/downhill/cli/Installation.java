package io.downhill.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The launcher with the program that is being tested, as a build leaves them in a folder; no Maven
 * is needed.
 *
 * @param root the project's folder
 */
record Installation(Path root) {

  /** Installs into a folder. */
  static Installation in(Path root) throws Exception {
    for (String folder : List.of("src/main", "kernels", "target")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("downhill"), root.resolve("downhill"), COPY_ATTRIBUTES);
    pack(root.resolve("target/downhill-run.jar"));
    return new Installation(root);
  }

  /** A shell that knows the launcher as {@code $downhill}, and the Java of the tests. */
  Shell shell(Path scratch) {
    return new Shell(scratch)
        .set("downhill", root.resolve("downhill"))
        .set("DOWNHILL_JAVA", System.getProperty("java.home"))
        .set("JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // Short runs start sooner so.
  }

  /** The classes, and where the libraries are. */
  private static void pack(Path jar) throws IOException, URISyntaxException {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> libraries = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (place.endsWith(".jar")) {
        libraries.add(Path.of(place).toUri().toString());
      }
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      out.setLevel(0);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString();
        out.putNextEntry(new JarEntry(name.replace(File.separatorChar, '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
