package io.downhill.cli;

import io.downhill.Threshold;
import io.downhill.data.Classes;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that says from which probability on the positive class is predicted. */
final class ThresholdArgument {
  @Option(
      names = "--threshold",
      paramLabel = "T",
      parameterConsumer = Consumer.class,
      description = {
        "Predict the positive class above this probability: a number, or the one that serves best",
        "  f1          the largest F1",
        "  youden      the largest sum of recall and specificity",
        "  cost FP,FN  the least cost, if a false positive costs FP and a false negative FN"
      })
  private Threshold threshold;

  /** What the user asks for. */
  Optional<Threshold> threshold() {
    return Optional.ofNullable(threshold);
  }

  /**
   * Refuses it where there is no positive class.
   *
   * @throws ParameterException if it is given for more than two classes
   */
  void refuse(CommandSpec command, Classes classes) {
    if (threshold != null && !classes.areTwo()) {
      throw new ParameterException(
          command.commandLine(),
          "--threshold is about two classes, and there are "
              + classes.count()
              + ", of which the most probable one is predicted: leave it out");
    }
  }

  /** Takes one word, and after {@code cost} a second one. */
  static final class Consumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      if (words.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--threshold needs a value");
      }
      String word = words.pop();
      String text = word.equals("cost") && !words.isEmpty() ? "cost " + words.pop() : word;
      try {
        option.setValue(Threshold.parse(text));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
      }
    }
  }
}
