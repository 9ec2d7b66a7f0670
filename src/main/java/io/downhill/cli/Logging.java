package io.downhill.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The logging of the command line: short lines on standard error. Logback finds this class as a
 * service. In a program that has Downhill as a library, which never calls {@link #level}, it lets
 * the program's configuration be; where there is none, Logback prints all it gets, of Downhill
 * warnings alone. It is code, and has no pattern, because start-up counts: logback.xml costs three
 * times as much.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "stderr";
  private static final String OURS = "io.downhill";

  private static volatile Level wanted;

  /** For Logback's service loader. */
  public Logging() {}

  /**
   * Sets the level of Downhill's own loggers; those of its libraries stay at WARN. The property
   * {@code downhill.log} ({@code -Ddownhill.log=DEBUG}), where it is set, wins.
   *
   * @param level the least level that is shown; from DEBUG on, with logger names and stack traces
   * @throws IllegalArgumentException if the property is not a level
   */
  public static void level(Level level) {
    String property = System.getProperty("downhill.log");
    wanted = property == null ? level : parse(property);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      apply(context, wanted);
    }
  }

  /**
   * Configures Logback for Downhill's command line, or as the program that uses Downhill says.
   *
   * @param context what is configured
   */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Level level = wanted;
    if (level == null) {
      return leaveToTheProgram(context);
    }
    apply(context, level);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ExecutionStatus leaveToTheProgram(LoggerContext context) {
    DefaultJoranConfigurator files = new DefaultJoranConfigurator();
    files.setContext(context);
    ExecutionStatus status = files.configure(context);
    if (status == ExecutionStatus.INVOKE_NEXT_IF_ANY) { // There is no logback.xml.
      context.getLogger(OURS).setLevel(ch.qos.logback.classic.Level.WARN);
    }
    return status;
  }

  private static void apply(LoggerContext context, Level level) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(APPENDER) == null) {
      context.reset();
      var lines = new Lines();
      lines.setContext(context);
      lines.start();

      var appender = new ConsoleAppender<ILoggingEvent>();
      appender.setContext(context);
      appender.setName(APPENDER);
      appender.setTarget("System.err");
      appender.setEncoder(lines);
      appender.start();
      root.addAppender(appender);
      root.setLevel(ch.qos.logback.classic.Level.WARN);
    }
    context.getLogger(OURS).setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
  }

  private static Level parse(String name) {
    for (Level level : Level.values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "downhill.log=" + name + " is not a level: use ERROR, WARN, INFO, DEBUG or TRACE");
  }

  /** A level and a message a line; the logger and the stack trace only where DEBUG is shown. */
  private static final class Lines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
      return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      boolean detailed = wanted.compareTo(Level.DEBUG) >= 0;
      var line = new StringBuilder(event.getLevel().toString()).append(' ');
      if (detailed) {
        String logger = event.getLoggerName();
        line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
      }
      line.append(Printable.line(event.getFormattedMessage())).append(System.lineSeparator());
      if (detailed && event.getThrowableProxy() != null) {
        line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return NOTHING;
    }
  }
}
