package io.downhill.cli;

import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import io.downhill.device.Device;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** The program: finds the command, runs it, and turns its end into an exit code. */
@Command(
    name = "downhill",
    versionProvider = Main.Version.class,
    description = "Logistic regression on any GPU or CPU, with the same bits on every device.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "To begin:",
      "  downhill demo",
      "  downhill train data.csv --label outcome",
      "  downhill predict model.json new.csv",
      "",
      "Exit codes: 0 done, 1 failure, 2 wrong usage, 130 ended by Ctrl-C, 143 by SIGTERM, 129 by",
      "SIGHUP.",
      "Results go to stdout, progress and warnings to stderr.",
      "`downhill COMMAND --help` tells more."
    })
public final class Main {
  /** How the program was called, so that a command it names can be copied. */
  static final String NAME = System.getProperty("downhill.command", "downhill");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  /** Lines that are longer are hard to read, and options and what they do need this much. */
  private static final int MOST_WIDTH = 100;

  private static final int LEAST_WIDTH = 60;

  private Main() {}

  /** Runs a command and ends the process. */
  @SuppressWarnings("try") // Signals are heard while it is open; nothing asks it.
  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput();
    // UTF-8 wherever it runs: results are read by programs, and names must survive.
    PrintStream out = new PrintStream(stdout, false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    IncubatorNotice.erase(err);
    int code;
    Terminal terminal = new Terminal(out, err, Terminal.stderrIsTerminal());
    try (Interruption interruption = Interruption.end(terminal, ", before it was done")) {
      code = run(args, terminal);
    }
    Optional<String> trouble = stdout.trouble();
    if (trouble.isPresent()) {
      err.print("downhill: cannot write the result to stdout: " + trouble.get() + "\n");
      code = Failures.FAILED;
    }
    err.flush();
    System.exit(code);
  }

  /** Runs a command, prints there, and returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, new Terminal(out, err, false));
  }

  private static int run(String[] args, Terminal terminal) {
    Failures failures = new Failures(terminal, args);
    try {
      return commandLine(terminal, args)
          .setParameterExceptionHandler((e, arguments) -> failures.wrongUsage(e))
          .setExecutionExceptionHandler((e, command, parsed) -> failures.failed(e))
          .execute(args);
    } catch (OutOfMemoryError | LinkageError e) {
      return failures.failed(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static CommandLine commandLine(Terminal terminal, String[] args) {
    CommandLine command = commands(terminal, args);
    HelpText.fit(command, Math.max(LEAST_WIDTH, Math.min(Terminal.columns(), MOST_WIDTH)));
    return command;
  }

  /** The commands by name, and how to make one. */
  static Map<String, Function<Terminal, Object>> commands() {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand::new);
    commands.put("train", TrainCommand::new);
    commands.put("tune", TuneCommand::new);
    commands.put("predict", PredictCommand::new);
    commands.put("evaluate", EvaluateCommand::new);
    commands.put("compare", CompareCommand::new);
    commands.put("show", ShowCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("devices", DevicesCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("verify", VerifyCommand::new);
    return commands;
  }

  /** The command that is named; all of them for the help, and where it is none of them. */
  private static CommandLine commands(Terminal terminal, String[] args) {
    CommandLine line = new CommandLine(new Main());
    Map<String, Function<Terminal, Object>> all = commands();
    if (args.length > 0 && all.containsKey(args[0])) {
      // To look at the options of a command by reflection costs 10 to 20 ms.
      all.keySet().retainAll(Set.of(args[0]));
    }
    all.forEach((name, command) -> line.addSubcommand(name, command.apply(terminal)));
    return line.setOut(new PrintWriter(terminal.out()))
        .setErr(new PrintWriter(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setExpandAtFiles(false)
        .registerConverter(Path.class, Main::path)
        .setExecutionStrategy(Main::execute);
  }

  private static Path path(String name) {
    try {
      return DataPath.of(name);
    } catch (DataException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int execute(ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
        return new RunLast().execute(parsed);
      }
      throw new ParameterException(parsed.commandSpec().commandLine(), "no command");
    }
    Object common = parsed.subcommand().commandSpec().mixins().get(CommonOptions.NAME).userObject();
    Logging.level(((CommonOptions) common).logLevel());
    return new RunLast().execute(parsed);
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "downhill "
            + (version == null ? "(not packaged)" : version)
            + ", arithmetic "
            + Device.ARITHMETIC
      };
    }
  }
}
