package io.downhill.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of the commands, fitted to a width. picocli would break "part-*.csv" behind its point,
 * and every line of a footer again; here lines end between words, and the lines of a footer that do
 * not begin with a blank are one paragraph.
 */
final class HelpText {
  /** Names that are longer have a line of their own. */
  private static final int LONGEST_NAME = 24;

  private static final String GAP = "   ";

  /** The name in a list within a description, and the blanks to where its text begins. */
  private static final Pattern ITEM = Pattern.compile("^ +(\\S+( \\S+)*? {2,})?");

  private final int width;

  private HelpText(int width) {
    this.width = width;
  }

  /** Has a command and its subcommands print their help in this width. */
  static void fit(CommandLine command, int width) {
    HelpText text = new HelpText(width);
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(command.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, text::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, text::options);
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, text::commands);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, text::footer);
    command.setUsageHelpWidth(width);
    command.setHelpSectionMap(sections);
  }

  private String parameters(Help help) {
    return list(parameterRows(help), nameWidth(help));
  }

  private String options(Help help) {
    return list(optionRows(help), nameWidth(help));
  }

  /** One for both lists, which stand one below the other. */
  private static int nameWidth(Help help) {
    List<String[]> rows = new ArrayList<>(parameterRows(help));
    rows.addAll(optionRows(help));
    return nameWidth(rows);
  }

  private static int nameWidth(List<String[]> rows) {
    return rows.stream()
        .mapToInt(row -> row[0].length())
        .filter(length -> length <= LONGEST_NAME)
        .max()
        .orElse(LONGEST_NAME);
  }

  private static List<String[]> parameterRows(Help help) {
    List<String[]> rows = new ArrayList<>();
    var labels = help.createDefaultParamLabelRenderer();
    var renderer = help.createDefaultParameterRenderer();
    help.commandSpec()
        .positionalParameters()
        .forEach(p -> addRows(rows, renderer.render(p, labels, help.colorScheme())));
    return rows;
  }

  private static List<String[]> optionRows(Help help) {
    List<String[]> rows = new ArrayList<>();
    var labels = help.createDefaultParamLabelRenderer();
    var renderer = help.createDefaultOptionRenderer();
    help.commandSpec().options().stream()
        .filter(o -> !o.hidden())
        .forEach(o -> addRows(rows, renderer.render(o, labels, help.colorScheme())));
    return rows;
  }

  /** Of picocli's five columns, a mark, -o, a comma, --option=X and its description, makes two. */
  private static void addRows(List<String[]> rows, Text[][] rendered) {
    for (Text[] row : rendered) {
      String[] cells = Stream.of(row).map(Text::toString).toArray(String[]::new);
      String letter = String.format("  %2s%-2s", cells[1], cells[2]);
      String name = cells[1].isEmpty() && cells[3].isEmpty() ? "" : letter + cells[3];
      rows.add(new String[] {name.stripTrailing(), cells[4]});
    }
  }

  private String commands(Help help) {
    List<String[]> rows = new ArrayList<>();
    help.subcommands()
        .forEach(
            (name, of) ->
                rows.add(
                    new String[] {
                      "  " + name, String.join(" ", of.commandSpec().usageMessage().description())
                    }));
    return list(rows, nameWidth(rows));
  }

  /** Names beside what they mean. */
  private String list(List<String[]> rows, int left) {
    String indent = " ".repeat(left) + GAP;
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      String name = row[0];
      if (name.length() > left) {
        text.append(name).append('\n');
        name = "";
      }
      String first = name + " ".repeat(left - name.length()) + GAP;
      for (String line : wrapped(row[1], width - indent.length())) {
        text.append((first + line).stripTrailing()).append('\n');
        first = indent;
      }
    }
    return text.toString();
  }

  private String footer(Help help) {
    StringBuilder text = new StringBuilder();
    StringBuilder paragraph = new StringBuilder();
    Stream<String> lines = Arrays.stream(help.commandSpec().usageMessage().footer());
    Stream.concat(lines, Stream.of(""))
        .forEach(
            line -> {
              if (!line.isEmpty() && line.charAt(0) != ' ') {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
                return;
              }
              if (!paragraph.isEmpty()) {
                wrapped(paragraph.toString(), width).forEach(l -> text.append(l).append('\n'));
                paragraph.setLength(0);
              }
              text.append(line).append('\n'); // A command to be copied stays as it is.
            });
    return text.toString().stripTrailing() + "\n";
  }

  /** The text in lines of at most so many characters, ended between words where there is one. */
  static List<String> wrapped(String text, int width) {
    Matcher item = ITEM.matcher(text);
    String first = item.find() ? item.group() : "";
    String indent = " ".repeat(first.length());
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    for (String word : text.substring(first.length()).split(" ")) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
