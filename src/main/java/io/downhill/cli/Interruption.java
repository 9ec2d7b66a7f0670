package io.downhill.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C while it is open: the first asks the run to end after the step in hand, the second ends
 * the process at once.
 *
 * <p>It goes through {@code sun.misc.Signal}, the JDK's only door to signals, by reflection, since
 * the compiler warns of it without a way to agree; a shutdown hook would not see a second Ctrl-C.
 */
final class Interruption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final Terminal terminal;
  private volatile boolean requested;
  private Object before;

  private Interruption(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Listens until it is closed. */
  static Interruption listen(Terminal terminal) {
    Interruption interruption = new Interruption(terminal);
    interruption.before = interruption.handle(interruption.handler());
    return interruption;
  }

  /** Whether the run shall end. */
  boolean requested() {
    return requested;
  }

  /** Returns Ctrl-C to what it was. */
  @Override
  public void close() {
    if (before != null) {
      handle(before);
      before = null;
    }
  }

  private void signalled() {
    if (requested) {
      System.exit(Failures.INTERRUPTED); // Not halt: files that are being written still vanish.
    }
    requested = true;
    terminal.note("\ndownhill: ending after the step in hand; Ctrl-C again ends at once");
  }

  private Object handler() {
    try {
      Class<?> type = Class.forName(HANDLER);
      return Proxy.newProxyInstance(
          Interruption.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              signalled();
              return null;
            }
            return method.invoke(this, arguments);
          });
    } catch (ClassNotFoundException e) {
      LOG.debug("no signals on this JVM: Ctrl-C ends training without a model", e);
      return null;
    }
  }

  /** Sets the handler of SIGINT and returns the one before, null if the JVM does not let it. */
  private Object handle(Object handler) {
    if (handler == null) {
      return null;
    }
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Method handle = signal.getMethod("handle", signal, Class.forName(HANDLER));
      return handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), handler);
    } catch (InvocationTargetException e) {
      LOG.debug("the JVM keeps SIGINT to itself: Ctrl-C ends training without a model", e);
      return null;
    } catch (ReflectiveOperationException e) {
      LOG.debug("no signals on this JVM: Ctrl-C ends training without a model", e);
      return null;
    }
  }
}
