package io.downhill.cli;

import io.downhill.optim.Monitor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, SIGTERM and SIGHUP while it is open.
 *
 * <p>It goes through {@code sun.misc.Signal}, the JDK's only door to signals, by reflection, since
 * the compiler warns of it without a way to agree; a shutdown hook would not see a second Ctrl-C. A
 * signal that the caller ignores, as nohup does with SIGHUP, the JDK leaves ignored.
 */
final class Interruption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final Map<Ending, Object> before = new EnumMap<>(Ending.class);
  private volatile Ending requested;

  private Interruption() {}

  /**
   * Listens until it is closed: the first signal asks the run to end after the step in hand, the
   * second ends the process at once.
   */
  static Interruption listen(Terminal terminal) {
    Interruption interruption = new Interruption();
    interruption.handle(
        ending -> {
          if (interruption.requested != null) {
            System.exit(ending.code()); // Not halt: files that are being written still vanish.
          }
          interruption.requested = ending;
          terminal.interject(
              "downhill: ending after the step in hand; " + ending + " again ends at once");
        });
    return interruption;
  }

  /**
   * Ends the process at once at the first signal, and says so, until it is closed.
   *
   * @param loss what it means, as ", before it was done"
   */
  static Interruption end(Terminal terminal, String loss) {
    Interruption interruption = new Interruption();
    interruption.handle(
        ending -> {
          terminal.interject("downhill: ended by " + ending + loss);
          System.exit(ending.code());
        });
    return interruption;
  }

  /** The signal by which the run shall end. */
  Optional<Ending> requested() {
    return Optional.ofNullable(requested);
  }

  /** Ends a run after the step in hand, once a signal has asked for it. */
  Monitor monitor() {
    return Monitor.until(() -> requested != null);
  }

  /** Returns the signals to what they were. */
  @Override
  public void close() {
    before.forEach(Interruption::set);
    before.clear();
  }

  private void handle(Consumer<Ending> action) {
    for (Ending ending : Ending.values()) {
      Object old = set(ending, handler(() -> action.accept(ending)));
      if (old != null) {
        before.put(ending, old);
      }
    }
  }

  private Object handler(Runnable action) {
    try {
      Class<?> type = Class.forName(HANDLER);
      return Proxy.newProxyInstance(
          Interruption.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
              return null;
            }
            return method.invoke(this, arguments);
          });
    } catch (ClassNotFoundException e) {
      LOG.debug("no signals on this JVM: they end training without a model", e);
      return null;
    }
  }

  /** Sets the handler of a signal and returns the one before, null if the JVM does not let it. */
  private static Object set(Ending ending, Object handler) {
    if (handler == null) {
      return null;
    }
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Object number = signal.getConstructor(String.class).newInstance(ending.signal());
      return signal
          .getMethod("handle", signal, Class.forName(HANDLER))
          .invoke(null, number, handler);
    } catch (InvocationTargetException e) {
      LOG.debug("the JVM keeps {} to itself: it ends training without a model", ending, e);
      return null;
    } catch (ReflectiveOperationException e) {
      LOG.debug("no {} on this JVM", ending, e);
      return null;
    }
  }
}
