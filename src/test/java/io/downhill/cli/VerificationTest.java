package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Devices;
import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VerificationTest {
  private static Verification of(Device subject) {
    return Verification.run(
        Map.of("form", () -> subject), Devices::definition, DeviceContract.smallCases(), () -> {});
  }

  /** The cpu, but for one pass, which fails if there is a message, else does nothing. */
  private static Device without(String pass, String message) {
    Device cpu = Devices.open("cpu", 1);
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals(pass)) {
                try {
                  return method.invoke(cpu, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }
              if (message != null) {
                throw new DeviceException(message);
              }
              return null;
            });
  }

  @Test
  void cpuPasses() {
    Verification verification = of(Devices.open("cpu", 2));
    assertTrue(verification.passed(), () -> String.join("\n", verification.lines()));
  }

  @Test
  void passThatDoesNothingIsFound() {
    Verification verification = of(without("sigmoid", null));
    String text = String.join("\n", verification.lines());
    assertTrue(text.contains("sigmoid       0 of 3 FAILED"), text);
    assertTrue(text.contains("form: sigmoid 65 x 1 ordinary: element 0 is "), text);
  }

  @Test
  void otherOperationsStillPass() {
    Verification verification = of(without("sigmoid", null));
    assertEquals(3, verification.failures().size(), verification.failures()::toString);
  }

  @Test
  void passThatThrowsIsAFailureOfItsCases() {
    Verification verification = of(without("loss", "clEnqueueNDRangeKernel: -5\nlog"));
    assertEquals(3, verification.failures().size(), verification.failures()::toString);
    assertTrue(verification.failures().get(0).endsWith("clEnqueueNDRangeKernel: -5"));
  }

  @Test
  void commandEndsWithOneAndOneLineWhereADeviceIsWrong() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(out, true), new PrintStream(err, true), false);
    int code =
        new CommandLine(
                new VerifyCommand(
                    terminal,
                    (id, threads) -> Map.of("form", () -> without("sigmoid", null)),
                    DeviceContract.smallCases()))
            .execute();
    assertEquals(1, code, out + "\n" + err);
    assertTrue(out.toString().contains("sigmoid       0 of 3 FAILED"), out::toString);
    assertTrue(
        err.toString().matches("downhill: cpu \\(.*\\) does not compute the same bits: [^\n]+\\R"),
        err::toString);
  }

  @Test
  void jsonTellsWhetherItPassed() {
    Map<String, Object> json = of(without("sigmoid", null)).json();
    assertEquals(false, json.get("passed"));
    assertEquals(3, ((List<?>) json.get("failures")).size());
  }
}
