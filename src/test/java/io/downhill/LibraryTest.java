package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that has Downhill as a library, and Logback without a configuration. */
class LibraryTest {
  private static final float[][] X = {{1}, {2}, {3}, {4}};
  private static final int[] Y = {0, 1, 0, 1};

  /** What stands on stdout after a program trained, and logged a line itself. */
  private static String printed() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!place.contains("test-classes")) { // Logback's configuration for the tests is there.
        path.add(new File(place).toURI().toURL());
      }
    }
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      train(loader);
      Object logger =
          call(loader.loadClass("org.slf4j.LoggerFactory"), null, "getLogger", "of.the.program");
      call(loader.loadClass("org.slf4j.Logger"), logger, "debug", "the program's own");
    } finally {
      System.setOut(before);
    }
    return printed.toString();
  }

  private static void train(ClassLoader loader) throws Exception {
    Object data = call(loader.loadClass("io.downhill.data.Dataset"), null, "of", X, Y);
    Class<?> options = loader.loadClass("io.downhill.TrainingOptions");
    Class<?> regression = loader.loadClass("io.downhill.LogisticRegression");
    Object trainer =
        regression.getConstructor(options).newInstance(call(options, null, "defaults"));
    call(regression, trainer, "fit", data);
  }

  private static Object call(Class<?> type, Object target, String name, Object... arguments)
      throws Exception {
    Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    Method method = type.getMethod(name, types);
    return method.invoke(target, arguments);
  }

  @Test
  void stdoutHasWhatTheProgramLogsAndNothingOfDownhill() throws Exception {
    String printed = printed();
    assertTrue(printed.contains("the program's own"), printed);
    assertEquals(1, printed.lines().count(), printed);
  }
}
